import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { recoversInTime } from './recovers-in-time.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  recoversInTime.check(builder.history(), finalRead(rows));

/** Busy wait 5, lease 100, sweep 20, poll 10, lateness 250. */
const FRESH_MS = 385;
/** The same and the longest backoff. */
const RETRIED_MS = FRESH_MS + 200;

/** Lines: 0-1 enqueue, 2 heal; a task that nobody has claimed yet. */
function fresh(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T');
  history.mark('heal');
  return history;
}

/** Lines: 0-1 enqueue, 2-3 claim, 4 heal; a task that ran before. */
function held(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T');
  history.claim('w1/1', 'T', 1);
  history.mark('heal');
  return history;
}

describe('recovers-in-time', () => {
  it('accuses a first completion that comes too late', () => {
    const history = fresh();
    history.at(FRESH_MS + 1).claim('w1/1', 'T', 1);

    history.complete('w1/1', 'T', 1);

    expect(check(history)).toEqual({
      result: 'violated',
      because:
        'the first run ended only 386 ms after everything was healed, although there was work to do; allowed are 385 ms',
      witness: [2, 6],
    });
  });

  it('accuses when nothing is completed, and work is left', () => {
    const history = held();

    history.at(RETRIED_MS + 1).findNothing('w1/1');

    expect(check(history, row('T', { status: 'PENDING' }))).toEqual({
      result: 'violated',
      because:
        'no run had ended even 586 ms after everything was healed, although there was work to do; allowed are 585 ms',
      witness: [4, 6],
    });
  });

  it('holds at the bound', () => {
    const history = fresh();
    history.at(FRESH_MS).claim('w1/1', 'T', 1);
    history.complete('w1/1', 'T', 1);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each<[string, (history: HistoryBuilder) => void]>([
    ['the task ran before and may wait for its backoff', () => undefined],
    [
      'its handler takes so long',
      (history) => {
        history.startWork('w1/1', 'T', 1);
        history.at(250).endWork('w1/1', 'T', 1);
      },
    ],
    [
      'a worker died meanwhile',
      (history) => {
        history.at(200).fault('kill');
      },
    ],
    ['an answer was lost meanwhile', (history) => history.lose(history.at(200).ask('w2/1'))],
    ['new work came in meanwhile', (history) => history.at(200).enqueue('T-2')],
  ])('allows more when %s', (_what, happens) => {
    const history = held();
    happens(history);

    history.at(RETRIED_MS).complete('w1/1', 'T', 1);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('allows a backoff when the only task left was fresh at the heal and lost its worker since', () => {
    const history = fresh();
    history.claim('w1/1', 'T', 1);
    history.at(50).fault('kill');
    history.at(50 + RETRIED_MS).claim('w2/1', 'T', 2);
    history.complete('w2/1', 'T', 2);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each<[string, (history: HistoryBuilder) => number]>([
    ['a failure', (history) => history.fail('w1/1', 'T', 1)],
    [
      'a verdict that blocks',
      (history) => history.report('w1/1', { task: 'T', fence: 1, tokens: 9 }, 'BLOCK'),
    ],
    ['a sweep that gives up', (history) => history.sweep({ exhausted: ['T'] })],
  ])('takes %s for the end of a run', (_what, ends) => {
    const history = held();
    ends(history.at(100));
    history.at(2000).findNothing('w1/1');

    expect(check(history, row('T', { status: 'PENDING' }))).toEqual({ result: 'holds', exposure: 1 });
  });

  it('does not take for good what the end of the history cut off, however slow the disk was', () => {
    const early = held();
    early.at(RETRIED_MS).findNothing('w1/1');
    const slow = new HistoryBuilder();
    slow.slowDisk(5000);
    slow.enqueue('T');
    slow.mark('heal');
    slow.at(FRESH_MS + 10_000).findNothing('w1/1');

    expect(check(early, row('T', { status: 'PENDING' }))).toMatchObject({ result: 'unknown' });
    expect(check(slow, row('T', { status: 'PENDING', run: 0 }))).toMatchObject({ result: 'unknown' });

    slow.at(FRESH_MS + 10_001).findNothing('w1/1');

    expect(check(slow, row('T', { status: 'PENDING', run: 0 }))).toMatchObject({ result: 'violated' });
  });

  it.each<[string, TaskRow, (history: HistoryBuilder) => void]>([
    ['everything is done', row('T'), () => undefined],
    [
      'an operator had a hand in what is left',
      row('T', { status: 'PENDING' }),
      (history) => history.operate('replan', 'T'),
    ],
  ])('has nothing to judge when %s', (_what, left, happens) => {
    const history = held();
    happens(history);
    history.at(2000).findNothing('w1/1');

    expect(check(history, left)).toEqual({
      result: 'unknown',
      because: 'nothing to judge: nothing had to be completed between the heal and the end of the history',
    });
  });
});
