import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each(['--only nope', '--scal', '--only', '--only replan-ends-a-wait,nope'])(
  'held-out bugs are refused with 64 and one clear line for %s',
  (line) => {
    const words = ['dist/bench/held-out/run.js', ...line.split(' ')];

    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });

    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^ERROR USAGE: expected nothing, or --only with names out of holds-at-its-end, /);
    expect(stderr).toContain(`found ${line}`);
    expect([status, stdout]).toEqual([64, '']);
  },
);
