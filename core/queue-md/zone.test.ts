import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMs } from '../time.js';
import {
  formatInstant,
  formatIso,
  formatMinute,
  formatZone,
  parseInstant,
  parseZone,
  startOfDay,
} from './zone.js';

const at = (iso: string) => Date.parse(iso) as EpochMs;

describe('a zone', () => {
  it.each([
    ['+09:00', 540],
    ['-03:30', -210],
    ['9', 540],
    ['-5', -300],
    ['0', 0],
    ['540', 540],
    ['+14:00', 840],
  ])('is read from %s', (text, minutes) => {
    expect(parseZone(text)).toBe(minutes);
  });

  it.each(['', 'KST', '+9:00', '+14:01', '9.5', '900', '+09:60'])('is not read from %j', (text) => {
    expect(parseZone(text)).toBeNull();
  });

  it('is written with its sign and both parts', () => {
    expect(formatZone(540)).toBe('+09:00');
    expect(formatZone(-210)).toBe('-03:30');
    expect(formatZone(0)).toBe('+00:00');
  });
});

describe('an instant in a zone', () => {
  it('is shown to the minute, and to the millisecond where it has one', () => {
    expect(formatInstant(at('2026-01-01T00:00:00Z'), 540)).toBe('2026-01-01 09:00');
    expect(formatInstant(at('2026-01-01T00:00:01.5Z'), 540)).toBe('2026-01-01 09:00:01.500');
    expect(formatMinute(at('2026-01-01T00:00:01.5Z'), 540)).toBe('2026-01-01 09:00');
    expect(formatIso(at('2025-12-31T23:59:59.999Z'), 540)).toBe('2026-01-01T08:59:59.999+09:00');
  });

  it.each(['', '2026-02-30 10:00', '2026-01-01', '2026-01-01 24:00', '2026-01-01T09:00', '26-1-1 9:00', '-'])(
    'is not read from %j',
    (text) => {
      expect(parseInstant(text, 540)).toBeNull();
    },
  );

  it('is read back as it was shown, in every zone', () => {
    const instants = fc.integer({ min: 86_400_000, max: 253_400_000_000_000 });
    fc.assert(
      fc.property(instants, fc.integer({ min: -840, max: 840 }), (instant, zone) => {
        expect(parseInstant(formatInstant(instant as EpochMs, zone), zone)).toBe(instant);
      }),
    );
  });
});

describe('a day of a zone', () => {
  it.each([
    ['2026-01-01T14:59:59.999Z', 540, '2025-12-31T15:00:00.000Z'],
    ['2026-01-01T15:00:00.000Z', 540, '2026-01-01T15:00:00.000Z'],
    ['2026-01-01T03:29:00.000Z', -210, '2025-12-31T03:30:00.000Z'],
    ['2026-01-01T23:00:00.000Z', 0, '2026-01-01T00:00:00.000Z'],
  ])('that holds %s at %d minutes begins at %s', (instant, zone, start) => {
    expect(startOfDay(at(instant), zone)).toBe(at(start));
  });
});
