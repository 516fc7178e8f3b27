import { describe, expect, it } from 'vitest';
import { lengthText, unitOf, valueText } from './figure-text.js';

describe('figures as text', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [90_000, '1.5 min'],
    [1_234, '1.23 s'],
    [86_400_000, '24 h'],
  ])('a length of %d', (ms, text) => {
    expect(lengthText(ms)).toBe(text);
  });

  it.each([
    ['tasks.success_ratio', 0.99, '99 %'],
    ['task.end_to_end_p95', 90_000, '1.5 min'],
    ['exec.duplicate_count', 0, '0'],
    ['tasks.success_ratio', null, 'no data'],
  ])('%s of %j', (sli, value, text) => {
    expect(valueText(sli, value)).toBe(text);
  });

  it('know the unit of an indicator by its name', () => {
    expect(['a_p95', 'b_count', 'c_ratio'].map(unitOf)).toEqual(['ms', 'count', 'share']);
  });
});
