import { describe, expect, it } from 'vitest';
import type { TaskRow } from '../../../gates/record/history.js';
import { finalRead, HistoryBuilder, row } from '../../history/by-hand/history-builder.js';
import { drainsAfterHeal } from './drains-after-heal.js';

const check = (builder: HistoryBuilder, ...rows: readonly TaskRow[]) =>
  drainsAfterHeal.check(builder.history(), finalRead(rows));

/** Lines: 0-1 enqueue, 2-3 claim, 4 heal, 5 drained. */
function healed(drainedAt: number | null): HistoryBuilder {
  const history = new HistoryBuilder();
  history.enqueue('T-1');
  history.claim('w1', 'T-1', 1);
  history.at(500).mark('heal');
  if (drainedAt !== null) history.at(drainedAt).mark('drained');
  return history;
}

describe('drains-after-heal', () => {
  it('holds when everything came to an end in time, DONE or not', () => {
    const rows = [row('T-1'), row('T-2', { status: 'FAILED' }), row('T-3', { status: 'BLOCKED' })];

    expect(check(healed(1500), ...rows)).toEqual({ result: 'holds', exposure: 3 });
  });

  it('accuses a queue that drained too late', () => {
    expect(check(healed(1501), row('T-1'))).toEqual({
      result: 'violated',
      because: 'the queue drained 1001 ms after the faults were healed; allowed are 1000 ms',
      witness: [4, 5],
    });
  });

  it('accuses a queue that never drained, and points at the end of the history', () => {
    const history = healed(null);
    history.at(1600).sweep();

    expect(check(history, row('T-1'))).toEqual({
      result: 'violated',
      because: 'the queue did not drain within 1000 ms after the faults were healed',
      witness: [4, 6],
    });
  });

  it.each([
    ['is still PENDING', { status: 'PENDING' }],
    ['is still FAILED', { status: 'FAILED', availableAt: 9000 }],
    ['is stuck IN_PROGRESS without a lease', { status: 'IN_PROGRESS' }],
    [
      'is stuck IN_PROGRESS under a lease that ran out 700 ms before the end',
      { status: 'IN_PROGRESS', leaseUntil: 100 },
    ],
    ['is still IN_PROGRESS after', { status: 'IN_PROGRESS', leaseUntil: 9000 }],
  ] as const)('accuses a task that %s', (what, facts) => {
    expect(check(healed(800), row('T-1', facts))).toMatchObject({
      result: 'violated',
      because: expect.stringContaining(`task T-1 ${what}`),
      witness: [3, 4],
    });
  });

  it('points at the heal alone for a task nobody spoke of', () => {
    expect(check(healed(800), row('T-9', { status: 'PENDING' }))).toMatchObject({ witness: [4] });
  });

  it('is unknown without a heal mark, and without tasks', () => {
    expect(check(new HistoryBuilder(), row('T-1'))).toMatchObject({
      result: 'unknown',
      because: expect.stringContaining('heal mark'),
    });
    expect(check(healed(800))).toMatchObject({ result: 'unknown' });
  });
});
