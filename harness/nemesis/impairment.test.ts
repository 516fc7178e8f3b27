import { describe, expect, it } from 'vitest';
import type { Harm, PlannedFault } from '../scenario/plan.js';
import { figuresOf, impairmentOf } from './impairment.js';

const fault = (harm: Harm): PlannedFault => ({
  id: 'f1',
  target: 'w1',
  anchor: { at: 0 },
  forMs: 1000,
  ...harm,
});
const shown = (harm: Harm) => impairmentOf(fault(harm), 5000)?.shows ?? (() => Number.NaN);

describe('what a fault of time changes', () => {
  it('is how long a stretch around a call lasts, when it is slow', () => {
    const change = impairmentOf(fault({ kind: 'slow', times: 40 }), 5000);

    expect(change?.stretch?.(3)).toBe(120);
    expect(change?.shows).toBeUndefined();
  });

  it('is what the clock shows, at once and until it is healed, when it steps', () => {
    const shows = shown({ kind: 'clock-step', byMs: -30 });

    expect([5000, 5500, 9000].map(shows)).toEqual([4970, 5470, 8970]);
  });

  it('is what the clock shows, more and more, when it drifts', () => {
    const shows = shown({ kind: 'clock-skew', byMs: 30 });

    expect([5000, 5500, 6000, 9000].map(shows)).toEqual([5000, 5515, 6030, 9030]);
  });

  it('is nothing for the faults that hold or end an actor', () => {
    for (const kind of ['kill', 'pause', 'store-lock'] as const) {
      expect(impairmentOf(fault({ kind }), 5000)).toBeNull();
    }
  });

  it('stands in the history', () => {
    expect(figuresOf(fault({ kind: 'slow', times: 40 }))).toEqual({ times: 40 });
    expect(figuresOf(fault({ kind: 'clock-skew', byMs: -3 }))).toEqual({ byMs: -3 });
    expect(figuresOf(fault({ kind: 'slow-disk', commitMs: 20 }))).toEqual({ commitMs: 20 });
    expect(figuresOf(fault({ kind: 'pause' }))).toEqual({});
  });
});
