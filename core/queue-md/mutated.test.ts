/**
 * A good `QUEUE.md` that was damaged at random, as editors, merges and hands do it. It is either refused with the
 * line, or read such that every row whose line is untouched says what it said before; no row is lost in silence.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Invalid } from '../errors.js';
import { parseQueue, type QueueDocument } from './parse.js';

const header =
  '| id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |';
const rule = '| --- | --- | --- | --- | --- | --- | --- | --- | --- |';
const rows = ['A', 'B', 'C', 'D', 'E'].map(
  (id) =>
    `| ${id} | PENDING | P1 | do ${id} \\| more | ${id} is done | - | - | 2026-01-01 09:00 | a \\u000a b |`,
);
const good = `# Queue\n\ntext\n\n${[header, rule, ...rows].join('\n')}\n\nfooter\n`;
const unhurt = parseQueue(good, 540);

const hurtful = fc.constantFrom(
  ...[
    '|',
    '\\',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    ' ',
    '-',
    '| ',
    '\\|',
    '\u0000',
    '\u2028',
    '\u0085',
    '\u202e',
    '\ud800',
  ],
  ...[
    '<!--',
    '```',
    '| A | PENDING | P1 | x | y | - | - | - | |\n',
    `${header}\n`,
    `${rule}\n`,
    '<<<<<<< ours\n',
  ],
);
/** One piece of damage: so many characters from there on become that text. */
const damage = fc.record({
  at: fc.nat({ max: good.length }),
  lost: fc.oneof(fc.constantFrom(0, 1), fc.nat({ max: 200 })),
  put: fc.oneof(hurtful, fc.constant(''), fc.string({ maxLength: 20, unit: 'binary' })),
});

function read(text: string): QueueDocument | Invalid {
  try {
    return parseQueue(text, 540);
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}

describe('a damaged queue', () => {
  it('is refused by line, or leaves every untouched row as it was', () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (pieces) => {
        const text = pieces.reduce(
          (hurt, { at, lost, put }) => hurt.slice(0, at) + put + hurt.slice(at + lost),
          good,
        );
        const found = read(text);
        if (found instanceof Invalid) {
          refused += 1;
          expect(found.message).toMatch(/^line \d+: |expected a table with the header/);
          expect(found.message).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          return;
        }
        const lines = new Set(text.split(/\r?\n/));
        const untouched = unhurt.rows.filter((_, index) => lines.has(rows[index] ?? ''));
        expect(found.rows).toEqual(expect.arrayContaining(untouched));
      }),
      { numRuns: 800, seed: 20_260_101 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});
