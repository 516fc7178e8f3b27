import { describe, expect, it } from 'vitest';
import { splitRequest } from './split.js';

describe('splitRequest', () => {
  it.each([
    [
      'lines, without bullets and numbers',
      '- write it\n2) read it\n\n * print it',
      ['write it', 'read it', 'print it'],
    ],
    [
      'commas, semicolons and slashes',
      'write it, read it; print it / sell it',
      ['write it', 'read it', 'print it', 'sell it'],
    ],
    ['arrows', 'write -> read → print', ['write', 'read', 'print']],
    ['the Korean words for "and"', '설계 그리고 구현 및 검증', ['설계', '구현', '검증']],
    ['lines before commas', 'a1, b1\nc1', ['a1, b1', 'c1']],
  ])('takes %s apart', (_, request, pieces) => {
    expect(splitRequest(request, 9)).toEqual({ pieces, leftOut: 0 });
  });

  it('makes three phases of a request that has no parts', () => {
    const phases = ['Define and design: log in', 'Implement: log in', 'Verify and document: log in'];
    expect(splitRequest(' log in\n', 9).pieces).toEqual(phases);
    expect(splitRequest('log in, x', 9).pieces[0]).toBe('Define and design: log in, x');
  });

  it('leaves out what is too short and what was said before, in any case', () => {
    expect(splitRequest('Read, x, 읽, read, Write', 9).pieces).toEqual(['Read', 'Write']);
  });

  it('says how many pieces are more than wanted', () => {
    expect(splitRequest('aa,bb,cc,dd', 3)).toEqual({ pieces: ['aa', 'bb', 'cc'], leftOut: 1 });
  });
});
