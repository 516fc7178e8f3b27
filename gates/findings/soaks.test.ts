import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinned } from './soaks.js';

describe('a series that is thinned for drawing', () => {
  it('is left alone up to a thousand points', () => {
    const points = Array.from({ length: 1_000 }, (_, at): [number, number] => [at, at]);

    expect(thinned(points)).toBe(points);
  });

  it('keeps its spikes, its order and at most a thousand points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_001, max: 5_000 }), fc.nat(5_000), (length, spike) => {
        const points = Array.from({ length }, (_, at): [number, number] => [
          at,
          at === spike % length ? 999 : 1,
        ]);

        const kept = thinned(points);

        expect(kept.length).toBeLessThanOrEqual(1_000);
        expect(kept).toContainEqual([spike % length, 999]);
        expect([...kept].sort((a, b) => a[0] - b[0])).toEqual(kept);
      }),
      { numRuns: 30 },
    );
  });
});
