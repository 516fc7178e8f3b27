import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportReader } from './report-reader.js';

function readAll(...pieces: string[]) {
  const reader = reportReader('T-1');
  for (const piece of pieces) reader.read(piece);
  return reader.end();
}

const report = '[REPORT T-1]\nStatus: DONE\nFiles:\n- 가.ts';

describe('what a command prints', () => {
  it('holds no report when it says nothing of the kind', () => {
    expect(readAll('')).toBeNull();
    expect(readAll('building…\nok\n', 'REPORT T-1\n', 'tokens 5')).toBeNull();
  });

  it('holds a report from its header to the end, without the token line', () => {
    expect(readAll(`log\n${report}\n[TOKENS 120]\nNext:\n- None\n`)).toEqual({
      tokens: 120,
      text: `${report}\nNext:\n- None`,
    });
  });

  it.each(['[REPORT <task-id>]', '[REPORT T-10]', '[REPORT T-1]'])(
    'holds the report that begins last for its task, after a template under %s',
    (header) => {
      const template = `${header}\nStatus: DONE|FAILED|BLOCKED\nFiles:\n- <path>\n\`\`\`\n`;
      expect(readAll(`Answer so:\n${template}\nworking…\n${report}\n`)).toEqual({ tokens: 0, text: report });
    },
  );

  it('holds a report on another task only when none is on its own', () => {
    const other = report.replace('T-1', 'T-2');
    expect(readAll(`${other}\nNext: None\n`)).toEqual({ tokens: 0, text: `${other}\nNext: None` });
    expect(readAll(`${report}\n${other}\n`)).toEqual({ tokens: 0, text: `${report}\n${other}` });
  });

  it('may hold a token count alone, or a report alone', () => {
    expect(readAll('[TOKENS 7]\n')).toEqual({ tokens: 7, text: null });
    expect(readAll(report)).toEqual({ tokens: 0, text: report });
  });

  it('counts the highest of several token lines', () => {
    expect(readAll('[TOKENS 7]\n[TOKENS 9000]\n[TOKENS 8]\n')).toEqual({ tokens: 9000, text: null });
  });

  it('may show how a token count is written before it counts', () => {
    expect(readAll('[TOKENS <n>]\nworking…\n[TOKENS 7]\n')).toEqual({ tokens: 7, text: null });
    expect(() => readAll('[TOKENS 7]\n[TOKENS <n>]\n')).toThrow('got [TOKENS <n>]');
  });

  it('is read the same in whatever pieces it comes', () => {
    const text = `noise\n${report}\n[TOKENS 42]\nRisks:\n- None\n`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(readAll(...pieces)).toEqual(readAll(text));
      }),
    );
  });

  it('cannot hide a report behind any amount of other output', () => {
    const reader = reportReader('T-1');
    for (let count = 0; count < 300; count += 1) reader.read(`${'x'.repeat(10_000)}\n`);
    reader.read(`${report}\n[TOKENS 9000]\n`);
    expect(reader.end()).toEqual({ tokens: 9000, text: report });
  });

  it('is kept in bounded memory, and a cut report stays far too long to pass', () => {
    const reader = reportReader('T-1');
    reader.read('[REPORT T-1]\n');
    for (let count = 0; count < 300; count += 1) reader.read('y'.repeat(10_000));
    const kept = reader.end()?.text?.length ?? 0;
    expect(kept).toBeGreaterThan(8_000);
    expect(kept).toBeLessThan(2 * 1024 * 1024);
  });

  it('is kept in memory for one report, however often one begins anew', () => {
    const reader = reportReader('T-1');
    for (let count = 0; count < 3; count += 1) {
      reader.read('[REPORT T-1]\n');
      for (let lines = 0; lines < 90; lines += 1) reader.read(`${'y'.repeat(10_000)}\n`);
    }
    expect(reader.end()?.text?.length ?? 0).toBeLessThan(1024 * 1024);
  });

  it.each(['-5', 'many', '1.5', '1e9', '99999999999999999'])(
    'with a token count of %s is refused',
    (count) => {
      expect(() => readAll(`[TOKENS ${count}]\n`)).toThrow(`got [TOKENS ${count}]`);
    },
  );
});
