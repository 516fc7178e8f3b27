import { describe, expect, it } from 'vitest';
import { chartSvg, type Row, tableText } from './table.js';

const rows: readonly Row[] = [
  { subject: 'gatehouse', mode: 'full', rates: { addOne: 1_000, addMany: null, claimAndComplete: 2_500 } },
  { subject: 'raw SQL', mode: 'full', rates: { addOne: 9_000, addMany: 90_000, claimAndComplete: 5_000 } },
];

describe('the measurements', () => {
  it('are a table with a blank where a subject has no such way', () => {
    expect(tableText(rows).split('\n')).toEqual([
      '| subject | durability | add one by one | add in bulk | claim + complete |',
      '| --- | --- | --- | --- | --- |',
      '| gatehouse | full | 1,000 |  | 2,500 |',
      '| raw SQL | full | 9,000 | 90,000 | 5,000 |',
    ]);
  });

  it('are a chart with a bar for each subject of one mode', () => {
    const chart = chartSvg([...rows, { ...(rows[0] as Row), mode: 'normal' }], 'full');

    expect(chart.match(/<rect x=/g)).toHaveLength(2);
    expect(chart).toContain('>2,500</text>');
  });
});
