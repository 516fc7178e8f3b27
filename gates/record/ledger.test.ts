import { describe, expect, it } from 'vitest';
import { sha256 } from './digest.js';
import { decodeLedger, GENESIS } from './ledger.js';

function chain(...lines: readonly object[]): string[] {
  const texts: string[] = [];
  for (const [index, line] of lines.entries()) {
    const last = texts.at(-1);
    texts.push(
      JSON.stringify({ seq: index + 1, ...line, prev: last === undefined ? GENESIS : sha256(last) }),
    );
  }
  return texts;
}

const open = {
  type: 'open',
  kind: 'test-suite',
  name: 'unit',
  mode: 'wallclock',
  attempt: 1,
  command: 'x',
  at: 1,
};
const close = { type: 'close', opened: 1, result: 'PASSED', record: 'a'.repeat(64), at: 2 };
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('a ledger', () => {
  it('is whole when every line names the digest of the line before it', () => {
    const lines = chain(open, close);

    const ledger = decodeLedger(text(lines));

    expect(ledger).toMatchObject({ ok: true, value: { head: sha256(lines[1] as string) } });
  });

  it('begins empty, at the genesis', () => {
    expect(decodeLedger('')).toEqual({ ok: true, value: { lines: [], digests: [], head: GENESIS } });
  });

  it.each([
    ['a line taken out', (lines: string[]) => text(lines.slice(1)), /line 1 has seq 2/],
    ['a line changed', (lines: string[]) => text(lines).replace('"at":1', '"at":3'), /line 2 does not name/],
    [
      'a line of another form',
      (lines: string[]) => text(lines).replace('"open"', '"opened"'),
      /line 1, at \/type/,
    ],
    ['a cut last line', (lines: string[]) => text(lines).trimEnd(), /has no end/],
    ['a line that is not JSON', (lines: string[]) => `${text(lines)}oops\n`, /line 3, expected JSON/],
  ])('is broken by %s', (_what, spoil, problem) => {
    const ledger = decodeLedger(spoil(chain(open, close)));

    expect(ledger).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
  });
});
