import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

describe('the bench', () => {
  it.each(['--only nope', '--scal', '--only'])('ends with 64 and one clear line for %s', (line) => {
    const words = ['dist/bench/run.js', ...line.split(' ')];

    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });

    expect(stderr).toBe(
      `ERROR USAGE: expected nothing, --scale or --only peers|sharing|harness|scale, found ${line}\n`,
    );
    expect([status, stdout]).toEqual([64, '']);
  });
});
