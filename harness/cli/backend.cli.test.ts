/** The backend of simulation as a person chooses it: what is printed, what is left, and the exit code. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-backend-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function gate(line: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const words = ['dist/bin/gate.js', ...line.split(' ')];
    const child = execFile(process.execPath, words, { cwd: projectRoot }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

const historyIn = (run: string) => readFile(join(run, 'history.jsonl'), 'utf8');

describe('gate scenario run --backend interleaved', () => {
  it('writes the same history in two processes, says in it how it was simulated, and replays', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    const run = (out: string) => gate(`scenario run S15 --seed 3 --backend interleaved --out ${out}`);

    const [first] = await Promise.all([run(one), run(other)]);
    const replayed = await gate(`scenario replay ${one}`);

    expect(first?.exitCode).toBe(0);
    expect(await historyIn(other)).toBe(await historyIn(one));
    expect(JSON.parse((await historyIn(one)).split('\n')[0] ?? '')).toMatchObject({ backend: 'interleaved' });
    expect(replayed).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^identical: \d+ lines/) });
  });

  it('is violated with the planted bug in', async () => {
    const { exitCode, stdout } = await gate(
      `scenario run S14 --seed 3 --backend interleaved --control --out ${join(folder, 'run')}`,
    );

    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('is violated')]);
  });
});

describe('--backend', () => {
  it.each([
    ['scenario run S1 --backend interwoven', 'Allowed choices are atomic, interleaved'],
    ['scenario run S1 --backend interleaved --mode real', 'expected --backend with simulation only'],
    ['scenario run S1 --backend interleaved --sut x', 'expected --backend with simulation only'],
    ['explore --seeds 1 --backend interwoven', 'Allowed choices are atomic, interleaved'],
    ['explore --seeds 1 --backend interleaved --evidence x', 'expected no --backend with --evidence'],
    [
      'soak run --profile smoke --clock wall --backend interleaved',
      'expected --backend with --clock virtual',
    ],
  ])('is refused in: gate %s', async (line, because) => {
    const { exitCode, stderr } = await gate(line);

    expect([exitCode, stderr]).toEqual([64, expect.stringContaining(because)]);
  });
});
