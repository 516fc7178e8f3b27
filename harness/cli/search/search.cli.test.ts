/** The commands that search, shrink and prove, as a person types them: what is printed, and the exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gate, program, projectRoot } from '../testing/gate.js';

// Whole simulations, each in a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-search-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('gate explore', () => {
  it('ends with 0 when nothing is found, however few marks its seeds reached, and names the others', async () => {
    const words = ['--scenario', 'S4', '--seeds', '1', '--out', folder];

    const { exitCode, stdout } = await gate('explore', ...words);

    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^marks +\d+ of \d+; not [a-z-]+, /m)]);
  });

  it('ends an interrupted search in good order, with its summary', async () => {
    const words = [program, 'explore', '--scenario', 'S4', '--jobs', '1', '--json', '--out', folder];
    const child = spawn('node', words, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout.on('data', (part) => {
      stdout += String(part);
    });
    // The first line of progress says that runs are under way.
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'exit');

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ finds: [], totals: { runs: expect.any(Number) } });
  });
});

describe('gate explore --out', () => {
  const explore = (...words: readonly string[]) =>
    gate('explore', '--scenario', 'S4', '--seeds', '1', '--out', folder, ...words);

  it('writes over no find of an earlier search', async () => {
    const find = join(folder, 'S4-budget-hard-exceed-seed-7');
    await mkdir(find);
    await writeFile(join(find, 'history.jsonl'), 'mine');

    const { exitCode, stderr } = await explore('--from', '7');

    expect([exitCode, stderr]).toEqual([
      64,
      expect.stringMatching(
        /expected --out to name a folder without a run, found .*seed-7\/history\.jsonl; name another folder, or /,
      ),
    ]);
    expect(await readFile(join(find, 'history.jsonl'), 'utf8')).toBe('mine');
    expect(await explore('--from', '8')).toMatchObject({ exitCode: 0 });
  });
});

describe('gate scenario shrink', () => {
  it('reduces the run in a folder to a file that replays, until its bug is no longer caught', async () => {
    const [run, file] = [join(folder, 'run'), join(folder, 'minimal.json')];
    await gate('scenario', 'run', 'S4', '--control', '--out', run);

    const shrunk = await gate('scenario', 'shrink', run, '--out', file);
    const replayed = await gate('scenario', 'replay', file);

    expect(shrunk.exitCode).toBe(0);
    expect(shrunk.stdout).toMatch(
      /^1 faults -> 0, 8 actors -> 3, \d+ tasks -> 1, .* simulated minutes -> 0\.\d$/m,
    );
    expect(shrunk.stdout).toMatch(
      /\(to keep it: --out scenarios\/regressions\/S4-[a-z-]+-INV-08-seed-1\.json\)$/m,
    );
    expect(replayed).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/as expected\n$/) });

    await writeFile(file, (await readFile(file, 'utf8')).replace('"tokens": 3501', '"tokens": 3500'));
    const harmless = await gate('scenario', 'replay', file);

    expect(harmless.exitCode).toBe(1);
    expect(harmless.stdout).toContain('not as expected: guardrail-only-logs is not caught by INV-08');
  });

  it('says so when the run violates nothing', async () => {
    const { exitCode, stdout } = await gate('scenario', 'shrink', 'S4', '--out', join(folder, 'none.json'));

    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^unknown: expected a run that violates an invariant, found none/);
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });
});

describe('gate scenario', () => {
  it('plays several seeds at once, and ends as the worst of them', async () => {
    const words = ['scenario', 'run', 'S4', '--seeds', '2', '--jobs', '2', '--out', folder];
    const caught = await gate(...words, '--control');

    expect(caught).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/\n2 violated\n$/) });
    expect(existsSync(join(folder, 'seed-2-sim-control', 'history.jsonl'))).toBe(true);
  });

  it('writes over no run that lies where a failing seed would', async () => {
    await mkdir(join(folder, 'seed-2-sim'));
    await writeFile(join(folder, 'seed-2-sim', 'history.jsonl'), 'mine');

    const { exitCode, stderr } = await gate('scenario', 'run', 'S4', '--seeds', '2', '--out', folder);

    expect([exitCode, stderr]).toEqual([
      64,
      expect.stringMatching(
        /expected --out to name a folder without a run, found .*seed-2-sim\/history\.jsonl/,
      ),
    ]);
    expect(await readFile(join(folder, 'seed-2-sim', 'history.jsonl'), 'utf8')).toBe('mine');
  });

  it.each([
    [
      'seeds beyond the numbers that differ',
      ['scenario', 'run', 'S4', '--seed', '9007199254740990', '--seeds', '4'],
      /expected seeds up to 9007199254740991, found 4 from 9007199254740990 on/,
    ],
    [
      'a search beyond them',
      ['explore', '--from', '9007199254740990', '--seeds', '4'],
      /expected seeds up to 9007199254740991, found 4 from 9007199254740990 on/,
    ],
    [
      'seeds that are no number',
      ['explore', '--seeds', 'x'],
      /option '--seeds <number>' argument 'x' is invalid\. expected a whole number of 1 or more/,
    ],
    [
      'no time at all',
      ['explore', '--minutes', '0'],
      /argument '0' is invalid\. expected a number of more than 0/,
    ],
    [
      'an unknown scenario',
      ['explore', '--scenario', 'S99'],
      /found "S99", expected one of the \d+ scenarios/,
    ],
    [
      'an unknown planted bug',
      ['prove', '--mutant', 'x'],
      /USAGE: found "x", expected one of the \d+ planted bugs of docs\/mutants\.md — see: gate prove --help$/,
    ],
    [
      'a folder of no run',
      ['scenario', 'shrink', 'docs'],
      /expected the folder of a run, or a scenario, found no docs/,
    ],
    [
      'a file of no regression',
      ['scenario', 'replay', 'package.json'],
      /expected a regression .*found regression/,
    ],
    [
      'seeds of a real run',
      ['scenario', 'run', 'S1', '--seeds', '2', '--mode', 'real'],
      /with simulation only/,
    ],
  ])('ends with usage and one line for %s', async (_what, words, message) => {
    const { exitCode, stdout, stderr } = await gate(...words);

    expect([exitCode, stdout]).toEqual([64, '']);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
