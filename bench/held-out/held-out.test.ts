import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planted } from './bug.js';
import { HELD_OUT } from './bugs/index.js';
import { heldOutText, rateOf } from './text.js';

const bug = (text: string) => ({
  name: 'b',
  breaks: 'INV-01',
  says: 'Wrong.',
  edits: [{ file: 'f.ts', text, becomes: 'b' }],
});
const find = { scenario: 'S1', seed: 3, faults: 'swarm', invariants: ['INV-01', 'INV-02'] } as const;
const found = { find, seconds: 1 };
const notFound = { find: null, seconds: 9 };

describe('the held-out bugs', () => {
  it.each(HELD_OUT)('$name is a change of the sources as they are', ({ name, edits }) => {
    for (const { file } of edits) {
      expect(existsSync(file), file).toBe(true);
      const source = readFileSync(file, 'utf8');
      expect(planted({ name, breaks: '', says: '', edits }, file, source)).not.toBe(source);
    }
  });

  it('break what is written down', () => {
    const pages = ['docs/invariants.md', 'docs/behaviour.md']
      .map((page) => readFileSync(page, 'utf8'))
      .join();
    for (const { breaks } of HELD_OUT)
      expect(pages).toMatch(new RegExp(`(\\| |\\*\\*)${breaks}( \\||\\*\\*)`));
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
  it('names what was accused first and where, and the rates', () => {
    const played = [
      { bug: bug('a'), searched: found },
      { bug: bug('a'), searched: notFound },
      { bug: { ...bug('a'), breaks: 'B-6.3' }, searched: notFound },
    ];
    expect(heldOutText(played).split('\n').slice(2)).toEqual([
      '| `b` | Wrong. | INV-01 | S1, a search, seed 3 | INV-01, INV-02 |',
      '| `b` | Wrong. | INV-01 | not found | |',
      '| `b` | Wrong. | B-6.3 | not found | |',
      '',
      'of what an invariant forbids: 1 of 2 found; of the rest: 0 of 1 found',
    ]);
    expect(rateOf(played)).toBe(0.5);
    expect(rateOf([])).toBe(0);
  });
});
