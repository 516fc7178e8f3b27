import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planted } from './bug.js';
import { HELD_OUT } from './bugs/index.js';
import { heldOutText, rateOf } from './text.js';

const bug = (text: string) => ({ name: 'b', says: 'Wrong.', edits: [{ file: 'f.ts', text, becomes: 'b' }] });
const found = { find: { scenario: 'S1', seed: 3, invariants: ['INV-01'] }, seeds: 58, seconds: 1 };
const notFound = { find: null, seeds: 290, seconds: 9 };

describe('the held-out bugs', () => {
  it.each(HELD_OUT)('$name is a change of the sources as they are', ({ name, edits }) => {
    for (const { file } of edits) {
      expect(existsSync(file), file).toBe(true);
      const source = readFileSync(file, 'utf8');
      expect(planted({ name, says: '', edits }, file, source)).not.toBe(source);
    }
  });

  it('are each of a name of their own', () => {
    expect(new Set(HELD_OUT.map(({ name }) => name)).size).toBe(HELD_OUT.length);
  });
});

describe('a bug', () => {
  it('changes its text, in its file alone', () => {
    expect(planted(bug('a'), 'f.ts', 'x a y')).toBe('x b y');
    expect(planted(bug('a'), 'g.ts', 'x a y')).toBe('x a y');
  });

  it.each(['nothing of it', 'a a and b'])('is refused where its text does not stand once: %s', (source) => {
    expect(() => planted(bug('a '), 'f.ts', source)).toThrow('bug b: expected its text once in f.ts');
  });
});

describe('the table', () => {
  it('names what was accused first, or how long was searched, and the rate', () => {
    const played = [
      { bug: bug('a'), searched: found },
      { bug: bug('a'), searched: notFound },
    ];
    expect(heldOutText(played).split('\n').slice(2)).toEqual([
      '| `b` | Wrong. | S1, seed 3 | INV-01 |',
      '| `b` | Wrong. | not in 290 seeds | |',
      '',
      '1 of 2 found, 50 %',
    ]);
    expect(rateOf([])).toBe(0);
  });
});
