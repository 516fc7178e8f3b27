import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableText } from './printable.js';

describe('printable', () => {
  it('shows what would reorder a line or move a cursor', () => {
    expect(printableText('rm \u202eexe.txt\u001b[2J\u0007')).toBe('rm \\u202eexe.txt\\u001b[2J\\u0007');
  });

  it('leaves Korean, Arabic, emoji, new lines and tabs as they are', () => {
    const text = '한글 مرحبا 🚦\n\tline';
    expect(printableText(text)).toBe(text);
  });

  it('shows half a surrogate pair and keeps a whole one', () => {
    expect(printableText('a\ud83db🚦')).toBe('a\\ud83db🚦');
  });

  it('reaches every string of plain data, keys included, and nothing else', () => {
    expect(printable({ 'a\u0000': ['b\u0001', 1, null, true] })).toEqual({
      'a\\u0000': ['b\\u0001', 1, null, true],
    });
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
        (text) => {
          expect(printableText(printableText(text))).toBe(printableText(text));
        },
      ),
    );
  });
});
