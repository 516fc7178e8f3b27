import { describe, expect, it } from 'vitest';
import { HistoryBuilder, TEST_KNOBS } from '../history/by-hand/history-builder.js';
import { taskMarks } from './task-marks.js';

/** The marks that were reached. */
function reached(history: HistoryBuilder): object {
  return Object.fromEntries(Object.entries(taskMarks(history.history())).filter(([, count]) => count > 0));
}

/** With what each of the calls takes. */
const HELD = {
  ...{ worker: 'w1/1', task: 'T', fence: 1 },
  ...{ leaseMs: 1, tokens: 1, text: null, notes: '' },
  ...{ error: 'x', class: 'transient' },
} as const;

describe('marks of tasks', () => {
  it.each([
    ['heartbeat', 'stale-heartbeat-refused'],
    ['report', 'stale-report-refused'],
    ['complete', 'stale-completion-refused'],
    ['fail', 'stale-failure-refused'],
  ] as const)('tell a %s that was refused for its lease from other refusals', (op, mark) => {
    const history = new HistoryBuilder();
    history.refuse(history.begin('w1/1', op, HELD), 'LEASE_LOST');
    history.refuse(history.begin('w1/1', op, HELD), 'BUSY');

    expect(reached(history)).toEqual({ [mark]: 1 });
  });

  it('count a report after the completion of its task, and none before it', () => {
    const history = new HistoryBuilder();
    history.report('w1/1', { task: 'T', fence: 1, tokens: 1 }, 'ALLOW');
    history.complete('w1/1', 'T', 1);
    history.report('w1/1', { task: 'T', fence: 1, tokens: 1 }, 'ALLOW');

    expect(reached(history)).toEqual({ 'report-after-completion': 1 });
  });

  it('count an operator who takes a task whose lease is alive', () => {
    const history = new HistoryBuilder();
    history.claim('w1/1', 'T', 1);
    history.at(TEST_KNOBS.leaseMs - 1).operate('cancel', 'T', 'BLOCKED');

    expect(reached(history)).toEqual({ 'taken-by-operator': 1 });
  });

  it.each<[string, (history: HistoryBuilder) => void]>([
    ['settled', (history) => history.fail('w1/1', 'T', 1)],
    ['with a lease that is over', (history) => void history.at(TEST_KNOBS.leaseMs)],
  ])('count no operator who takes a task that is %s', (_, end) => {
    const history = new HistoryBuilder();
    history.claim('w1/1', 'T', 1);
    end(history);
    history.operate('cancel', 'T', 'BLOCKED');

    expect(reached(history)).toEqual({});
  });

  it('count tasks that a sweep gave up', () => {
    const history = new HistoryBuilder();
    history.sweep({ requeued: ['T-1'], exhausted: ['T-2', 'T-3'] });

    expect(reached(history)).toEqual({ 'given-up-by-sweep': 2 });
  });

  it('count claims after the longest backoff, and those by a worker that was restarted', () => {
    const history = new HistoryBuilder();
    const longest = TEST_KNOBS.backoffMs.length;
    history.claim('w1/1', 'T', longest);
    history.claim('w1/2', 'T', longest + 1);

    expect(reached(history)).toEqual({ 'backoff-at-its-cap': 1, 'restarted-worker-claimed': 1 });
  });
});
