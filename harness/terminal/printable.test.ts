import { describe, expect, it } from 'vitest';
import { columns } from './columns.js';
import { inset, oneLine, printable } from './printable.js';

const hostile = 'T\u001b[2J\u009b1m\u202e\u0007\nholds  all good';

describe('text of another system', () => {
  it('moves no cursor and turns no direction', () => {
    expect(printable(hostile)).toBe('T\\u001b[2J\\u009b1m\\u202e\\u0007\nholds  all good');
    expect(printable('grüße\tund\nmehr')).toBe('grüße\tund\nmehr');
  });

  it('stays on its line, or stands in from the next', () => {
    expect(oneLine('a\nholds  all good')).toBe('a\\nholds  all good');
    expect(inset('a\nholds  all good')).toBe('a\n    holds  all good');
  });

  it('makes no row of its own in a table', () => {
    expect(columns([[hostile, 'b']]).split('\n')).toHaveLength(1);
  });
});
