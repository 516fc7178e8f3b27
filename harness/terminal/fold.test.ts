import { describe, expect, it } from 'vitest';
import { columns } from './columns.js';
import { folded, widthOf } from './fold.js';

const lines = (text: string, width: number) => folded(text, width).split('\n');

describe('text on a terminal', () => {
  it('is as it was when it fits', () => {
    const text = 'scenario  says\nS1        it holds';

    expect(folded(text, 18)).toBe(text);
    expect(folded(text, Number.POSITIVE_INFINITY)).toBe(text);
  });

  it('goes on below the start of its last column', () => {
    const table = columns([
      ['one', 'x', 'short'],
      ['two', 'y', 'a last column of several words'],
    ]);

    expect(lines(table, 29)).toEqual(['one  x  short', 'two  y  a last column of', '        several words']);
  });

  it('has its last column below the row when there is no room beside it', () => {
    expect(lines('a-name-of-some-length  INV-01  INV-02 INV-03 INV-04 INV-05', 40)).toEqual([
      'a-name-of-some-length  INV-01',
      '    INV-02 INV-03 INV-04 INV-05',
    ]);
  });

  it('goes on a little further in when it is a sentence', () => {
    expect(lines('  INV-01: a task had two holders at one time', 30)).toEqual([
      '  INV-01: a task had two',
      '      holders at one time',
    ]);
  });

  it('breaks no word, and no command that somebody may copy', () => {
    const path = 'reports/scenarios/S1-lease-contention/seed-7-sim';

    expect(lines(`picture: ${path}`, 20)).toEqual(['picture:', `    ${path}`]);
    expect(lines(`replay: npx gate scenario replay ${path}`, 20)).toHaveLength(1);
  });

  it.each([10, 24, 40, 79])('says the same words at a width of %d, and is no wider', (width) => {
    const said =
      'faults      kill 3, pause 14, store-lock 15, io-error 92, slow 65, reply-lost 35, clock-step 8';
    const words = (text: string) => text.split(/\s+/);

    expect(words(folded(said, width))).toEqual(words(said));
    expect(Math.max(...lines(said, width).map(({ length }) => length))).toBeLessThanOrEqual(
      Math.max(width, STEP_AND_LONGEST),
    );
  });
});

/** `    clock-step`: a word is not broken. */
const STEP_AND_LONGEST = 14;

describe('the width of a stream', () => {
  it('is that of the terminal, and without end where there is none', () => {
    expect(widthOf({ isTTY: true, columns: 80 })).toBe(80);
    expect(widthOf({ isTTY: true, columns: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(widthOf({ columns: 80 })).toBe(Number.POSITIVE_INFINITY);
  });
});
