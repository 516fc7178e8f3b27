import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate } from '../harness/cli/testing/gate.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-soak-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const typed = (line: string) => gate(...line.split(' '));

describe('gate soak run', () => {
  it.each([
    ['an unknown flag', 'soak run --profile smoke --clock virtual --sed 1', /--sed/],
    [
      'an unknown profile',
      'soak run --profile C --clock virtual',
      /Allowed choices are A, B, smoke, nightly/,
    ],
    ['no clock', 'soak run --profile A', /--clock/],
    ['a seed that is no whole number', 'soak run --profile A --clock virtual --seed 1.5', /whole number/],
    [
      'two places for the files',
      'soak run --profile A --clock virtual --out x --evidence y',
      /cannot be used with/,
    ],
    [
      'a folder that cannot be made',
      'soak run --profile smoke --clock virtual --out /dev/null/x',
      /USAGE: expected --out to be a folder that can be made, found \/dev\/null\/x \(ENOTDIR\)/,
    ],
  ])('ends with 64 at %s', async (_what, line, says) => {
    const { exitCode, stdout, stderr } = await typed(line);

    expect(exitCode).toBe(64);
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
  });

  it('ends with 64 at a folder that holds something, and leaves it alone', async () => {
    await writeFile(join(folder, 'mine'), 'mine');

    const { exitCode, stderr } = await typed(`soak run --profile smoke --clock virtual --out ${folder}`);

    expect(exitCode).toBe(64);
    expect(stderr).toMatch(/to be empty or absent, found 1 entries/);
    expect(await readdir(folder)).toEqual(['mine']);
  });

  it('ends with 64 at evidence without a candidate, and says how to make one', async () => {
    const { exitCode, stderr } = await typed(`soak run --profile smoke --clock virtual --evidence ${folder}`);

    expect(exitCode).toBe(64);
    expect(stderr).toMatch(/npx gate rc/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('prints its summary as JSON on stdout and nothing else there', async () => {
    const { exitCode, stdout } = await typed(
      `soak run --profile smoke --clock virtual --json --out ${folder}`,
    );

    expect(JSON.parse(stdout)).toMatchObject({
      profile: 'soak-smoke',
      mode: 'simulated',
      verdict: 'healthy',
    });
    expect(exitCode).toBe(0);
  });

  it('says that a simulated run is simulated, and how to repeat it', async () => {
    const { stdout } = await typed(`soak run --profile smoke --clock virtual --seed 5 --out ${folder}`);

    expect(stdout).toMatch(/SIMULATED/);
    expect(stdout).toContain(`\nfiles: ${relative(process.cwd(), folder)}\n`);
    expect(stdout).toMatch(/again: npx gate soak run --profile smoke --clock virtual --seed 5\n/);
  });
});
