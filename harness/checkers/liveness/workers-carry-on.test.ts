import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { workersCarryOn } from './workers-carry-on.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  workersCarryOn.check(builder.history(), finalRead(rows));

/** The longer of poll and heartbeat, 30 ms, and 250 ms of lateness. */
const PATIENCE_MS = 280;

/** Lines: 0-1 the refused claim of w1, 2 heal. */
function refused(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.refuse(history.ask('w1/1'), 'BUSY');
  history.mark('heal');
  return history;
}

describe('workers-carry-on', () => {
  it('accuses a worker that got an error and never called again', () => {
    const history = refused();

    history.at(PATIENCE_MS + 1).sweep();

    expect(check(history)).toEqual({
      result: 'violated',
      because: 'w1 got BUSY and never called again, 281 ms long; a worker waits 280 ms at most',
      witness: [1, 2, 4],
    });
  });

  it('accuses a worker whose next incarnation never came after an answer was lost', () => {
    const history = new HistoryBuilder();
    history.breakDown(history.ask('w1/1'), { code: 'TIMEOUT' });
    history.mark('heal');

    history.at(PATIENCE_MS + 1).sweep();

    expect(check(history)).toMatchObject({ result: 'violated', witness: [1, 2, 4] });
  });

  it('holds when the worker calls again, if only to find nothing', () => {
    const history = refused();
    history.at(100).findNothing('w1/1');
    history.at(2000).sweep();

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it.each<[string, (history: HistoryBuilder) => void]>([
    ['the run ended before it had to', (history) => history.at(PATIENCE_MS).sweep()],
    [
      'it was killed',
      (history) => {
        history.fault('kill');
        history.at(2000).sweep();
      },
    ],
    [
      'it was the watchdog that got the error',
      (history) => {
        history.at(10).findNothing('w1/1');
        history.refuse(history.begin('d1/1', 'sweep', {}), 'BUSY');
        history.at(2000).enqueue('T');
      },
    ],
    [
      'its next call was never answered',
      (history) => {
        history.ask('w1/1');
        history.at(2000).sweep();
      },
    ],
  ])('does not accuse when %s', (_what, happens) => {
    const history = refused();
    happens(history);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('has nothing to judge when no worker got an error', () => {
    const history = new HistoryBuilder();
    history.mark('heal');
    history.findNothing('w1/1');

    expect(check(history)).toEqual({
      result: 'unknown',
      because: 'nothing to judge: no worker got an error',
    });
  });
});

/** Lines: 0-1 enqueue, 2-3 the refused claim of w1, 4 heal, 5-6 a claim of w1 that finds nothing. */
function blind(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T');
  history.refuse(history.ask('w1/1'), 'BUSY');
  history.mark('heal');
  history.at(100).findNothing('w1/1');
  return history;
}

describe('workers-carry-on, of a worker that asks on', () => {
  it('accuses when it finds nothing ever after while a task waits to the end', () => {
    expect(check(blind(), row('T', { status: 'PENDING', run: 0 }))).toEqual({
      result: 'violated',
      because: 'w1/1 got BUSY and no task ever after, although task T waited while it asked',
      witness: [1, 3, 6],
    });
  });

  it('accuses when another worker was given the task later', () => {
    const history = blind();

    history.claim('w2/1', 'T', 1);

    expect(check(history)).toMatchObject({ result: 'violated', witness: [1, 3, 6] });
  });

  it.each<[string, (history: HistoryBuilder) => void]>([
    ['it is given a task later', (history) => history.claim('w1/1', 'T', 1)],
    ['a claim without an answer may have had the task', (history) => history.claim('w2/1', 'T', 2)],
    [
      'an operator had a hand in the task',
      (history) => {
        history.operate('cancel', 'T', 'BLOCKED');
        history.claim('w2/1', 'T', 1);
      },
    ],
    [
      'it is killed later',
      (history) => {
        history.fault('kill');
        history.claim('w2/1', 'T', 1);
      },
    ],
  ])('does not accuse when %s', (_what, happens) => {
    const history = blind();
    happens(history);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });

  it('does not accuse when the claim that was given the task was under way already', () => {
    const history = new HistoryBuilder();
    history.enqueue('T');
    history.refuse(history.ask('w1/1'), 'BUSY');
    history.mark('heal');
    const asked = history.ask('w2/1');
    history.findNothing('w1/1');
    history.give(asked, 'T', 1);

    expect(check(history)).toEqual({ result: 'holds', exposure: 1 });
  });
});
