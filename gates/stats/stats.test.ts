import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hodgesLehmann } from './interval.js';
import { median, quantile } from './quantile.js';
import { blockMedians, growth } from './trend.js';

describe('a quantile', () => {
  it('is the nearest rank, a value that was observed', () => {
    const values = [40, 10, 30, 20];

    expect([0.25, 0.5, 0.75, 0.95, 1].map((p) => quantile(values, p))).toEqual([10, 20, 30, 40, 40]);
  });

  it('is null without values', () => {
    expect(quantile([], 0.95)).toBeNull();
  });

  it('is always one of the values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, p) => {
          expect(values).toContain(quantile(values, p));
        },
      ),
    );
  });
});

describe('a median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('is null without values', () => {
    expect(median([])).toBeNull();
  });
});

describe('block medians', () => {
  it('leave out the warm-up and blocks without points', () => {
    const points = [
      [0, 99],
      [10, 1],
      [11, 3],
      [12, 2],
      [35, 7],
    ] as const;

    expect(blockMedians(points, { fromMs: 10, blockMs: 10 })).toEqual([2, 7]);
  });
});

/** A series of 48 blocks at a level of 200 with a reproducible noise and a growth over the whole of it. */
function series(total: number, noise: number): readonly number[] {
  let state = 7;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648 - 0.5;
  };
  return Array.from({ length: 48 }, (_, block) => 200 * (1 + (total * block) / 47) + noise * next());
}

describe('growth', () => {
  it('of a level series is bounded near zero', () => {
    const grown = growth(series(0, 8));

    expect(grown?.high).toBeLessThan(0.1);
    expect(grown?.low).toBeLessThanOrEqual(0);
  });

  it('of a leak is certain once it is three times the budget', () => {
    expect(growth(series(0.3, 8))?.low).toBeGreaterThan(0.1);
  });

  it('is found with its size', () => {
    expect(growth(series(0.3, 2))?.estimate).toBeCloseTo(0.3, 1);
  });

  it('is bounded less tightly when the series swings slowly', () => {
    const swinging = series(0, 8).map((value, block) => value + 30 * Math.sin(block / 6));

    const [plain, swung] = [growth(series(0, 8)), growth(swinging)];

    expect((swung?.high ?? 0) - (swung?.low ?? 0)).toBeGreaterThan((plain?.high ?? 0) - (plain?.low ?? 0));
  });

  it('of a constant series is exactly none', () => {
    expect(growth([5, 5, 5, 5, 5])).toEqual({ blocks: 5, estimate: 0, low: 0, high: 0 });
  });

  it.each([[[1, 2, 3]], [[0, 0, 0, 0, 0]]])('is unknown for %j', (values) => {
    expect(growth(values)).toBeNull();
  });
});

describe('a shift between two samples', () => {
  it('is the median of all differences, with an interval around it', () => {
    const before = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

    const shift = hodgesLehmann(
      before,
      before.map((value) => value + 100),
    );

    expect(shift?.estimate).toBe(100);
    expect(shift?.low).toBeLessThanOrEqual(100);
    expect(shift?.high).toBeGreaterThanOrEqual(100);
  });

  it('is unknown when a sample is empty', () => {
    expect(hodgesLehmann([], [1])).toBeNull();
  });
});
