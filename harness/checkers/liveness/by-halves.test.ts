import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstPassing } from './by-halves.js';

describe('the first that passes', () => {
  it('is the one a walk from the start would find', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ max: 20, min: 0 })),
        fc.integer({ max: 21, min: 0 }),
        (drawn, least) => {
          const items = drawn.toSorted((a, b) => a - b);
          const passes = (item: number) => item >= least;

          expect(firstPassing(items, passes)).toBe(items.find(passes));
        },
      ),
    );
  });

  it('is looked for in few of many', () => {
    const items = Array.from({ length: 1_000_000 }, (_, index) => index);
    let looks = 0;

    const found = firstPassing(items, (item) => {
      looks += 1;
      return item >= 765_432;
    });

    expect(found).toBe(765_432);
    expect(looks).toBeLessThanOrEqual(20);
  });
});
