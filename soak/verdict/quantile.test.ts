import { describe, expect, it } from 'vitest';
import { nearestRank, quantiles } from './quantile.js';

describe('nearest rank', () => {
  it('is the element at the ceiling of p times n', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

    expect(nearestRank(hundred, 0.95)).toBe(95);
    expect(nearestRank(hundred, 0.951)).toBe(96);
    expect(nearestRank(hundred, 0.5)).toBe(50);
  });

  it('is the only value when there is one', () => {
    expect(nearestRank([7], 0.95)).toBe(7);
    expect(nearestRank([7], 0.01)).toBe(7);
  });

  it('is the larger of two for p95 and the smaller for p50', () => {
    expect(nearestRank([1, 2], 0.95)).toBe(2);
    expect(nearestRank([1, 2], 0.5)).toBe(1);
  });

  it('is null without values', () => {
    expect(quantiles([])).toEqual({ samples: 0, p50: null, p95: null, p99: null });
  });

  it('sorts numbers as numbers', () => {
    expect(quantiles([100, 9, 20]).p50).toBe(20);
  });
});
