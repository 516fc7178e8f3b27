import { describe, expect, it } from 'vitest';
import { finalRead, HistoryBuilder } from '../history/by-hand/history-builder.js';
import { coverage } from './coverage.js';

const MARK = 'clock-stepped-back-across-expiry';
const crossed = (history: HistoryBuilder) => coverage(history.history(), finalRead())[MARK];

/** A task that is held until 100. */
function claimed(): HistoryBuilder {
  const history = new HistoryBuilder();
  history.claim('w1', 'T-1', 1);
  return history;
}

/** The clock of w1 is off from 50 to 80. */
function offBy(history: HistoryBuilder, byMs: number): HistoryBuilder {
  history.at(50).clockFault('fault-start', { id: 'f1', byMs });
  history.at(80).clockFault('fault-heal', { id: 'f1', byMs });
  return history;
}

describe('a clock that steps back across the end of a lease', () => {
  it('is seen when it was ahead of the end and is set right', () => {
    expect(crossed(offBy(claimed(), 20))).toBe(1);
  });

  it('is seen when it jumps back just after the end', () => {
    const history = claimed();
    history.at(100).clockFault('fault-start', { id: 'f1', byMs: -1 });

    expect(crossed(history)).toBe(1);
  });

  it('is not seen when it did not come that far, or was behind and is set right', () => {
    expect(crossed(offBy(claimed(), 19))).toBe(0);
    expect(crossed(offBy(claimed(), -60))).toBe(0);
  });

  it('is not seen when the lease was prolonged beyond it, or is over', () => {
    const prolonged = claimed();
    prolonged.at(40).heartbeat('w1', 'T-1', 1);
    const settled = claimed();
    settled.complete('w1', 'T-1', 1);
    const swept = claimed();
    swept.sweep({ requeued: ['T-1'] });

    expect([prolonged, settled, swept].map((history) => crossed(offBy(history, 20)))).toEqual([0, 0, 0]);
  });

  it('is seen where a step takes over from one that was further ahead', () => {
    const history = claimed();
    history.at(50).clockFault('fault-start', { id: 'f1', byMs: 60 });
    history.at(60).clockFault('fault-start', { id: 'f2', byMs: 10 });
    history.at(70).clockFault('fault-heal', { id: 'f1', byMs: 60 });

    expect(crossed(history)).toBe(1);
  });

  it('is counted with the other faults of time', () => {
    const history = new HistoryBuilder();
    for (const kind of ['slow', 'clock-skew', 'clock-step', 'clock-step'] as const) history.fault(kind);

    expect(coverage(history.history(), finalRead())).toMatchObject({
      slowed: 1,
      'clock-skewed': 1,
      'clock-stepped': 2,
      [MARK]: 0,
    });
  });
});
