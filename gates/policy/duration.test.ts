import { describe, expect, it } from 'vitest';
import { duration } from './duration.js';

describe('a length in a policy', () => {
  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['24.5h', 88_200_000],
    ['7d', 604_800_000],
  ])('%s is %d ms', (text, ms) => {
    expect(duration.parse(text)).toBe(ms);
  });

  it.each(['90', 's', '-5s', '1w', '5 s', ''])('is not %j', (text) => {
    expect(duration.safeParse(text).success).toBe(false);
  });
});
