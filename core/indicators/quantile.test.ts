import { describe, expect, it } from 'vitest';
import { ratio, spreadOf } from './quantile.js';

describe('spreadOf', () => {
  it('takes element ⌈p·n⌉ of the sorted values', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(spreadOf(values)).toEqual({ samples: 100, p50: 50, p95: 95, p99: 99, mean: 51 });
  });

  it('takes the only value for every quantile', () => {
    expect(spreadOf([7])).toEqual({ samples: 1, p50: 7, p95: 7, p99: 7, mean: 7 });
  });

  it('is null without values', () => {
    expect(spreadOf([])).toEqual({ samples: 0, p50: null, p95: null, p99: null, mean: null });
  });
});

describe('ratio', () => {
  it.each([
    [1, 3, 0.3333],
    [2, 3, 0.6667],
    [0, 3, 0],
    [0, 0, null],
  ])('of %d to %d is %s', (part, whole, expected) => {
    expect(ratio(part, whole)).toBe(expected);
  });
});
