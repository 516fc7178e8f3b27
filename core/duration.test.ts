import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseAge, parseDuration, roughDuration } from './duration.js';
import { milliseconds } from './time.js';

describe('a duration as typed', () => {
  it.each([
    ['15m', 900_000],
    ['30s', 30_000],
    ['250ms', 250],
    ['1.5h', 5_400_000],
    ['24d', 2_073_600_000],
    [' 60 ', 60_000],
    ['2 m', 120_000],
  ])('reads %s as %d ms', (text, expected) => {
    expect(parseDuration(text, 's')).toBe(expected);
  });

  it('counts a bare number in the unit it is asked to', () => {
    expect(parseDuration('5', 'm')).toBe(300_000);
    expect(parseDuration('5', 'ms')).toBe(5);
  });

  it.each(['', '0', '0s', '-5s', '5x', '5 5s', 's', '1e3', '25d', '1,5s', 'NaN', 'Infinity'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text, 's')).toBeNull();
    },
  );

  it('may be an age of many years, which has a unit', () => {
    expect(parseAge('3650d')).toBe(3_650 * 86_400_000);
    expect(parseAge('36h')).toBe(36 * 3_600_000);
    for (const text of ['30', '0d', '36501d', 'd', '-1d']) expect(parseAge(text)).toBeNull();
  });

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 * 86_400_000 }), (span) => {
        expect(parseDuration(formatDuration(milliseconds(span)), 's')).toBe(span);
      }),
    );
  });
});

describe('a duration said in passing', () => {
  it.each([
    [250, '250ms'],
    [1_999, '1s'],
    [120_400, '2m'],
  ])('%d ms are %s', (span, words) => {
    expect(roughDuration(span)).toBe(words);
  });
});
