import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisUnit, bytes, counted, duration, instant, measure, number } from './figures.js';

describe('figures', () => {
  it('separates thousands and keeps six significant digits', () => {
    expect([number(1234567), number(0), number(-1234), number(1234.5678), number(0.996314)]).toEqual([
      '1,234,567',
      '0',
      '-1,234',
      '1,234.57',
      '0.996314',
    ]);
  });

  it('writes a dash for what is not a number', () => {
    expect([number(Number.NaN), number(Number.POSITIVE_INFINITY), duration(Number.NaN)]).toEqual([
      '–',
      '–',
      '–',
    ]);
  });

  it('never rounds a duration up to the hours that are asked for', () => {
    expect(duration(72 * 3_600_000 - 1)).toBe('71 h 59 min');
    expect(duration(72 * 3_600_000)).toBe('72 h');
  });

  it('writes a duration in the units a person would say', () => {
    expect([0, 850, 12_480, 60_000, 192_000, 221_040_000].map(duration)).toEqual([
      '0 s',
      '850 ms',
      '12.4 s',
      '1 min',
      '3 min 12 s',
      '61 h 24 min',
    ]);
  });

  it('keeps a value and its limit apart however close they are', () => {
    expect(measure(90_001, 'ms')).toBe('90.001 s');
    expect(measure(0.98996, 'ratio')).toBe('98.996 %');
    expect(measure(0.99, 'ratio')).toBe('99 %');
  });

  it('writes sizes in binary units, rounded down', () => {
    expect([0, 1023, 1024, 38_212_404, 5 * 1024 ** 4].map(bytes)).toEqual([
      '0 bytes',
      '1,023 bytes',
      '1 KiB',
      '36.4 MiB',
      '5 TiB',
    ]);
  });

  it('writes instants in UTC whatever the zone of the machine', () => {
    expect(instant(Date.UTC(2026, 4, 1, 9, 3, 10, 999))).toBe('2026-05-01 09:03:10 UTC');
  });

  it('says one test and two tests', () => {
    expect([counted(1, 'test'), counted(2, 'criterion', 'criteria')]).toEqual(['1 test', '2 criteria']);
  });

  it('chooses the unit of an axis by its highest value', () => {
    expect(
      [axisUnit('ms', 900), axisUnit('ms', 90_000), axisUnit('ms', 3_600_000)].map(({ unit }) => unit),
    ).toEqual(['ms', 's', 'min']);
    expect(axisUnit('bytes', 84e6)).toEqual({ divisor: 1024 ** 2, unit: 'MiB' });
    expect(axisUnit('tasks', 84e6)).toEqual({ divisor: 1, unit: 'tasks' });
  });

  it('reads a whole number back as it was', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(Number(number(value).replaceAll(',', ''))).toBe(value);
      }),
    );
  });
});
