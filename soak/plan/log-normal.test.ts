import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../harness/index.js';
import { quantiles } from '../verdict/quantile.js';
import { drawLength, logNormal, steepestTail } from './log-normal.js';

describe('log-normal service times', () => {
  it('have the mean and the 99th percentile they were asked for', () => {
    const random = randomFrom(7);
    const service = logNormal(3_000, 15_000);
    const lengths = Array.from({ length: 50_000 }, () => drawLength(service, [random.next(), random.next()]));

    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;

    expect(mean).toBeGreaterThan(2_900);
    expect(mean).toBeLessThan(3_100);
    expect(quantiles(lengths).p99).toBeGreaterThan(14_000);
    expect(quantiles(lengths).p99).toBeLessThan(16_000);
  });

  it('are whole and positive even at the edges of the draws', () => {
    const service = logNormal(200, 500);

    for (const draws of [
      [0, 0],
      [1 - 2 ** -32, 0],
      [0, 0.5],
      [1 - 2 ** -32, 0.5],
    ] as const) {
      const length = drawLength(service, draws);
      expect(Number.isInteger(length)).toBe(true);
      expect(length).toBeGreaterThan(0);
    }
  });

  it('reach their steepest tail with a finite spread', () => {
    expect(logNormal(100, 100 * steepestTail).sigma).toBeGreaterThan(2);
  });
});
