import { describe, expect, it } from 'vitest';
import { lineCutter } from './lines.js';

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('the line cutter', () => {
  it('gives the lines of one chunk and keeps the unfinished rest', () => {
    const cut = lineCutter();

    expect(cut(bytes('one\ntwo\nthr'))).toEqual(['one', 'two']);
    expect(cut(bytes('ee\n'))).toEqual(['three']);
  });

  it('keeps a character whole that is split between two chunks', () => {
    const [first, second] = [bytes('완료\n').subarray(0, 4), bytes('완료\n').subarray(4)];
    const cut = lineCutter();

    const lines = [...cut(first), ...cut(second)];

    expect(lines).toEqual(['완료']);
  });

  it('allows a line of exactly the limit', () => {
    expect(lineCutter(4)(bytes('abcd\n'))).toEqual(['abcd']);
  });

  it('refuses a line one byte over the limit, finished or not', () => {
    expect(() => lineCutter(4)(bytes('abcde\n'))).toThrow('expected lines of at most 4 bytes');
    expect(() => lineCutter(4)(bytes('abcde'))).toThrow('expected lines of at most 4 bytes');
  });

  it('counts each line by itself', () => {
    expect(lineCutter(4)(bytes('abcd\nabcd\n'))).toEqual(['abcd', 'abcd']);
  });
});
