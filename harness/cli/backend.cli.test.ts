/** The backend of simulation as a person chooses it: what is printed, what is left, and the exit code. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate } from './testing/gate.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-backend-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const typed = (line: string) => gate(...line.split(' '));
const historyIn = (run: string) => readFile(join(run, 'history.jsonl'), 'utf8');

describe('gate scenario run --backend interleaved', () => {
  it('writes the same history in two processes, says in it how it was simulated, and replays', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    const run = (out: string) => typed(`scenario run S15 --seed 3 --backend interleaved --out ${out}`);

    const [first] = await Promise.all([run(one), run(other)]);
    const replayed = await typed(`scenario replay ${one}`);

    expect(first?.exitCode).toBe(0);
    expect(await historyIn(other)).toBe(await historyIn(one));
    expect(JSON.parse((await historyIn(one)).split('\n')[0] ?? '')).toMatchObject({ backend: 'interleaved' });
    expect(replayed).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^identical: \d+ lines/) });
  });

  it('is violated with the planted bug in', async () => {
    const { exitCode, stdout } = await typed(
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
    const { exitCode, stderr } = await typed(line);

    expect([exitCode, stderr]).toEqual([64, expect.stringContaining(because)]);
  });
});
