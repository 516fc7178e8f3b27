import { describe, expect, it } from 'vitest';
import { minimise } from './minimise.js';

const numbers = Array.from({ length: 40 }, (_, index) => index);
const needs =
  (...wanted: readonly number[]) =>
  async (items: readonly number[]) =>
    wanted.every((item) => items.includes(item));

describe('delta debugging', () => {
  it.each([[[7]], [[0, 39]], [[3, 4, 20]], [[1, 11, 21, 31]]])(
    'leaves exactly %j when those are needed',
    async (wanted) => {
      expect(await minimise(numbers, needs(...wanted))).toEqual(wanted);
    },
  );

  it('leaves nothing when nothing is needed, after one try', async () => {
    let tries = 0;
    const fails = async () => {
      tries += 1;
      return true;
    };

    expect([await minimise(numbers, fails), tries]).toEqual([[], 1]);
  });

  it('leaves all when each is needed', async () => {
    expect(await minimise(numbers, needs(...numbers))).toEqual(numbers);
  });

  it('finds one of many in few tries', async () => {
    let tries = 0;
    await minimise(numbers, async (items) => {
      tries += 1;
      return items.includes(17);
    });

    expect(tries).toBeLessThan(20);
  });
});
