import { describe, expect, it } from 'vitest';
import type { SystemEvent, TaskRow } from '../../../gates/record/history.js';
import { event, finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { eventsExplainState } from './events-explain-state.js';

const check = (
  builder: HistoryBuilder,
  events: readonly SystemEvent[],
  rows: readonly TaskRow[] = [row('T-1')],
) => eventsExplainState.check(builder.history(), finalRead(rows, events));

const ADDED = event('1 T-1 0 ->PENDING');
const PICKED = event('2 T-1 1 PENDING>IN_PROGRESS');
const DONE = event('3 T-1 1 IN_PROGRESS>DONE');

/** T-1 was claimed and completed; its last line is 5. */
function worked(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.claim('w1', 'T-1', 1);
  history.complete('w1', 'T-1', 1);
  return history;
}

describe('events-explain-state', () => {
  it('holds when the events lead to the row and tell of everything that was acknowledged', () => {
    const note = event('9 T-1 1 ->-');

    expect(check(worked(), [ADDED, PICKED, DONE, note])).toEqual({ result: 'holds', exposure: 3 });
  });

  it('allows an event of the coming run before the one that starts it', () => {
    const note = event('2 T-1 1 ->-', 'storage_busy');
    const picked = { ...PICKED, seq: 3 };

    expect(check(worked(), [ADDED, note, picked, { ...DONE, seq: 4 }])).toMatchObject({ result: 'holds' });
  });

  it('accuses a row that the events do not lead to', () => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');
    const claim = history.claim('w1', 'T-1', 1);

    expect(check(history, [ADDED, PICKED])).toEqual({
      result: 'violated',
      because: 'task T-1 is DONE, but its events lead to IN_PROGRESS',
      witness: [claim],
    });
  });

  it.each([
    ['a row without events', [], 'is DONE, but its events lead to nothing'],
    ['a gap in the chain', [ADDED, DONE], 'goes from IN_PROGRESS, but the events before it lead to PENDING'],
    ['a chain from nowhere', [PICKED, DONE], 'goes from PENDING, but the events before it lead to nothing'],
    ['a chain that begins twice', [ADDED, event('2 T-1 0 ->PENDING')], 'goes from nothing'],
    [
      'a run that does not grow',
      [ADDED, event('2 T-1 0 PENDING>IN_PROGRESS')],
      'is of run 0 after one of run 0',
    ],
    [
      'a run that falls',
      [ADDED, PICKED, event('3 T-1 0 IN_PROGRESS>DONE')],
      'is of run 0 after one of run 1',
    ],
    ['events out of order', [ADDED, DONE, PICKED], 'event 2 of task T-1 comes after event 3'],
    ['events of a task without a row', [event('1 T-9 0 ->PENDING')], 'tell of task T-9, which has no row'],
    [
      'another number of runs',
      [ADDED, { ...PICKED, run: 2 }, { ...DONE, run: 2 }],
      'counts 1 runs, but its events count 2',
    ],
  ])('accuses %s', (_, events, because) => {
    const history = new HistoryBuilder();
    history.enqueue('T-1');

    const result = check(history, events);
    const found = [...saidOf(history, events)];

    expect(result.result).toBe('violated');
    expect(found.join('\n')).toContain(because);
  });

  it('accuses a claim and a settlement that no event tells of', () => {
    const history = worked();
    const silent = check(history, [ADDED], [row('T-1', { status: 'PENDING', run: 0 })]);
    const failed = new HistoryBuilder();
    failed.claim('w1', 'T-1', 1);
    const failure = failed.fail('w1', 'T-1', 1);
    const halfSilent = check(failed, [ADDED, PICKED], [row('T-1', { status: 'IN_PROGRESS' })]);

    expect(silent).toMatchObject({ because: 'task T-1: no event tells of the claim of run 1', witness: [3] });
    expect(halfSilent).toMatchObject({
      because: 'task T-1: no event tells that run 1 became FAILED',
      witness: [failure],
    });
  });

  it('expects no event of a settlement whose claim went unanswered', () => {
    const history = new HistoryBuilder();
    history.complete('w1', 'T-1', 5);

    expect(check(history, [ADDED, PICKED, DONE])).toMatchObject({ result: 'holds' });
  });

  it('is unknown without events', () => {
    expect(check(new HistoryBuilder(), [], [])).toMatchObject({ result: 'unknown' });
  });

  it('points at the end of the history for a task nobody spoke of, and at nothing in an empty one', () => {
    const history = new HistoryBuilder();
    const last = history.mark('heal');

    expect(check(history, [ADDED])).toMatchObject({ witness: [last] });
    expect(check(new HistoryBuilder(), [ADDED])).toMatchObject({ result: 'violated', witness: [] });
  });
});

/** What is said when the accusations before it are taken away: each task's first reason and all others. */
function* saidOf(history: HistoryBuilder, events: readonly SystemEvent[]): Iterable<string> {
  for (const rows of [[row('T-1')], [row('T-1', { status: 'PENDING', run: 0 })], [row('T-1', { run: 0 })]]) {
    const result = check(history, events, rows);
    if (result.result === 'violated') yield result.because;
  }
}
