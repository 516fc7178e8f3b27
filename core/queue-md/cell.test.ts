import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onOneLine, readCell, splitRow, writeCell } from './cell.js';

/** Text of any code units, weighted towards what breaks tables. */
const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '|',
      '\\',
      '\n',
      '\r',
      '\u0000',
      '\u000b',
      '\u0085',
      '\u2028',
      '\u2029',
      '\u202e',
      '\ufeff',
    ),
    fc.constantFrom(' ', '-', '\t', '\ud800', 'u', '0', '가', '나'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

describe('a cell', () => {
  it('gives back every text it was made from', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(readCell(writeCell(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('stays one cell on one line, whatever it holds', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const cell = writeCell(text);
        expect(cell).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(splitRow(`| ${cell} | next |`)?.map(readCell)).toEqual([text, 'next']);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves ordinary text as people wrote it', () => {
    expect(writeCell('한국어 작업: 50% <b>굵게</b> `code`')).toBe('한국어 작업: 50% <b>굵게</b> `code`');
  });

  it('escapes a bar and a backslash as Markdown does', () => {
    expect(writeCell('a|b\\c')).toBe('a\\|b\\\\c');
  });

  it('takes a dash and blanks as the empty value, and a dash that was meant as itself', () => {
    expect(readCell(' - ')).toBe('');
    expect(readCell('   ')).toBe('');
    expect(writeCell('-')).toBe('\\u002d');
  });

  it('keeps a backslash that a person typed before an ordinary letter', () => {
    expect(readCell('C:\\new\\dir')).toBe('C:\\new\\dir');
  });
});

describe('a row', () => {
  it.each(['', 'a | b', '| a', 'a |', '|'])('is not read from %j', (line) => {
    expect(splitRow(line)).toBeNull();
  });

  it('may have empty cells', () => {
    expect(splitRow('| a || b |')?.map(readCell)).toEqual(['a', '', 'b']);
  });
});

describe('text for a terminal', () => {
  it('shows codes where a character could move the cursor', () => {
    expect(onOneLine('a\u001b[2Jb\nc')).toBe('a\\u001b[2Jb\\u000ac');
  });
});
