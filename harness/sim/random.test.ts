import { describe, expect, it } from 'vitest';
import { randomFrom } from './random.js';

const draws = (random: { next(): number }, count: number) =>
  Array.from({ length: count }, () => random.next());

describe('a seeded source of chance', () => {
  it('gives the same numbers for the same seed', () => {
    expect(draws(randomFrom(7), 100)).toEqual(draws(randomFrom(7), 100));
  });

  it('gives other numbers for a neighbouring seed', () => {
    expect(draws(randomFrom(7), 3)).not.toEqual(draws(randomFrom(8), 3));
  });

  it('gives a fork numbers that do not depend on what its parent drew', () => {
    const fresh = randomFrom(7);
    const used = randomFrom(7);
    draws(used, 50);

    expect(draws(used.fork('w1'), 10)).toEqual(draws(fresh.fork('w1'), 10));
  });

  it('gives forks of different labels different numbers', () => {
    const random = randomFrom(7);

    expect(draws(random.fork('w1'), 3)).not.toEqual(draws(random.fork('w2'), 3));
  });

  it('keeps nested labels apart from joined ones', () => {
    const random = randomFrom(7);

    expect(draws(random.fork('a').fork('b'), 3)).not.toEqual(draws(random.fork('ab'), 3));
  });

  it('stays in [0, 1) and fills it evenly', () => {
    const numbers = draws(randomFrom(1), 10_000);
    const tenths = Array.from({ length: 10 }, (_, tenth) =>
      numbers.filter((n) => Math.floor(n * 10) === tenth),
    );

    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(Math.min(...tenths.map(({ length }) => length))).toBeGreaterThan(900);
  });

  it('draws whole numbers below the bound, each of them', () => {
    const random = randomFrom(3);

    expect(new Set(Array.from({ length: 200 }, () => random.integer(4)))).toEqual(new Set([0, 1, 2, 3]));
  });

  it('refuses to pick from nothing', () => {
    expect(() => randomFrom(3).pick([])).toThrow(RangeError);
  });
});
