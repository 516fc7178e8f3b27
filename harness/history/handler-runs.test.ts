import { describe, expect, it } from 'vitest';
import type { History } from '../../gates/record/history.js';
import { HistoryBuilder } from './by-hand/history-builder.js';
import { handlerRuns } from './handler-runs.js';

/** A history of lines that the builder has no word for, 10 ms apart. */
function historyOf(...ops: readonly object[]): History {
  const lines = ops.map((op, index) => ({ index, at: index * 10, actor: 'w1/1', ...op }));
  return { ...new HistoryBuilder().history(), ops: lines } as unknown as History;
}

const begun = { type: 'run-start', task: 'T', fence: 1, key: null };
const over = { type: 'run-end', task: 'T', fence: 1, key: null };
const killed = (target: string) => ({
  type: 'fault-start',
  actor: 'nemesis',
  fault: { id: 'f', kind: 'kill', target },
});

describe('the run of a handler', () => {
  it.each([
    ['with its own end', [begun, over], 10],
    ['with its worker', [begun, killed('w1')], 10],
    ['with a call of its worker that nobody knows the outcome of', [begun, { type: 'info' }], 10],
    ['not with another worker', [begun, killed('w11')], undefined],
    ['not with a run of another fence', [begun, { ...over, fence: 2 }], undefined],
    ['not with a run of another incarnation', [begun, { ...over, actor: 'w1/2' }], undefined],
  ])('ends %s', (_, ops, at) => {
    expect(handlerRuns(historyOf(...ops))).toHaveLength(1);
    expect(handlerRuns(historyOf(...ops))[0]?.end?.at).toBe(at);
  });
});
