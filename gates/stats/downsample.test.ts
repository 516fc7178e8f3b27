import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minMaxBuckets, type Point } from './downsample.js';

const series = (length: number, value: (index: number) => number): Point[] =>
  Array.from({ length }, (_, index) => [index * 30_000, value(index)] as const);

describe('downsampling', () => {
  it('keeps a spike of a single sample', () => {
    const points = series(25_920, (index) => (index === 17_001 ? 99 : 1));
    const fewer = minMaxBuckets(points, 1_000);
    expect(fewer.length).toBeLessThanOrEqual(1_000);
    expect(fewer).toContainEqual([17_001 * 30_000, 99]);
  });

  it('leaves a short series as it is', () => {
    const points = series(10, (index) => index);
    expect(minMaxBuckets(points, 1_000)).toBe(points);
  });

  it('keeps lowest, highest and the order of time of any series, and invents no point', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 400 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 60 }), (drawn, most) => {
        const points = series(drawn.length, (index) => drawn[index] ?? 0);
        const fewer = minMaxBuckets(points, most);
        const kept = fewer.map(([, value]) => value);
        expect(fewer.length).toBeLessThanOrEqual(most);
        expect(Math.min(...kept)).toBe(Math.min(...drawn));
        expect(Math.max(...kept)).toBe(Math.max(...drawn));
        expect(fewer.every((point) => points.includes(point))).toBe(true);
        expect(fewer.map(([at]) => at)).toEqual(fewer.map(([at]) => at).toSorted((a, b) => a - b));
      }),
    );
  });
});
