/** `npm run torture` as it is mistyped; that it finds what it must is tested beside its code. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const torture = (...words: readonly string[]) =>
  spawnSync(process.execPath, ['dist/bin/torture.js', ...words], { encoding: 'utf8' });

describe('torture', () => {
  it.each([
    [
      ['--kills', 'x'],
      "option '--kills <number>' argument 'x' is invalid. expected a whole number of 1 or more",
    ],
    [
      ['--seed', '1.5'],
      "option '--seed <number>' argument '1.5' is invalid. expected a whole number of 0 or more",
    ],
    [['--kill', '5'], "unknown option '--kill' (Did you mean --kills?)"],
  ])('ends with 64 and one clear line for %j', (words, says) => {
    const { status, stdout, stderr } = torture(...words);

    expect(stderr).toBe(`ERROR USAGE: ${says} — see: npm run torture -- --help\n`);
    expect([status, stdout]).toEqual([64, '']);
  });

  it('that asks for help is helped, and ends with 0', () => {
    const { status, stdout } = torture('--help');

    expect(status).toBe(0);
    expect(stdout).toMatch(/--kills <number>.*\(default: 1000\)[\s\S]*Exit codes: 0 it held/);
  });
});
