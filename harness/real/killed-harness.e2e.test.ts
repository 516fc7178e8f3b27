/** A harness that is killed in the middle of a real run must leave no process, not even a stopped one, and no store. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HISTORY_FILE, readArtefact } from '../run/artefact.js';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
const started: ChildProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly program: string;
}

/** Every process that has not ended. */
function alive(): readonly Row[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).trimEnd();
  const parsed = rows.split('\n').map((row) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row) ?? []);
  const living = parsed.filter(([, , , state]) => state?.startsWith('Z') === false);
  return living.map(([, pid, parent, , program = '']) => ({
    pid: Number(pid),
    parent: Number(parent),
    program,
  }));
}

/** Ids of the actors below a process, wrappers and wrapped. */
function actorsBelow(parent: number): readonly number[] {
  const rows = alive();
  const children = rows.filter((row) => row.parent === parent && row.program.includes('bin/actor.js'));
  return children.flatMap(({ pid }) => [
    pid,
    ...rows.filter((row) => row.parent === pid).map((row) => row.pid),
  ]);
}

/** The homes of systems below a folder for temporary files. */
async function homesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name !== 'run');
}

async function linesOf(run: string): Promise<number> {
  return (await readFile(join(run, HISTORY_FILE), 'utf8')).trimEnd().split('\n').length;
}

describe('a harness that is killed', () => {
  it.each([
    { actors: 'actor', sut: [], processes: 4 },
    { actors: 'wrapped actor', sut: ['--sut', `/bin/sh -c 'node dist/bin/actor.js; :'`], processes: 8 },
  ])('leaves no $actors behind, running or stopped, and of its files the history so far', async (given) => {
    const folder = await mkdtemp(join(tmpdir(), 'gate-test-'));
    folders.push(folder);
    const words = [
      'dist/bin/gate.js',
      'scenario',
      'run',
      'S1',
      '--mode',
      'real',
      '--out',
      join(folder, 'run'),
      ...given.sut,
    ];
    const harness = spawn('node', words, {
      cwd: projectRoot,
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: folder },
    });
    started.push(harness);
    const parent = harness.pid ?? 0;
    const actors = await vi.waitFor(
      () => {
        const found = actorsBelow(parent);
        if (found.length < given.processes)
          throw new Error(`expected ${given.processes} processes or more, found ${found.length}`);
        return found;
      },
      { timeout: 60_000, interval: 200 },
    );
    await vi.waitFor(async () => expect(await linesOf(join(folder, 'run'))).toBeGreaterThan(1), {
      timeout: 60_000,
      interval: 200,
    });
    expect(await homesIn(folder)).toHaveLength(1);
    process.kill(actors.at(-1) ?? 0, 'SIGSTOP');

    harness.kill('SIGKILL');

    await vi.waitFor(() => expect(alive().filter(({ pid }) => actors.includes(pid))).toEqual([]), {
      timeout: 10_000,
      interval: 200,
    });
    await vi.waitFor(async () => expect(await homesIn(folder)).toEqual([]), {
      timeout: 10_000,
      interval: 200,
    });
    const { history } = await readArtefact(join(folder, 'run'));
    expect(history.trailer).toBeNull();
    expect(history.ops.length).toBeGreaterThan(0);
  });

  it.each([
    ['search', ['gate.js', 'explore', '--minutes', '5', '--jobs', '1', '--out', 'run']],
    ['story', ['gate.js', 'e2e', 'run', 'E2E-01', '--out', 'run']],
    ['soak', ['gate.js', 'soak', 'run', '--profile', 'smoke', '--clock', 'wall', '--out', 'run']],
    ['torture', ['torture.js']],
  ])('in the middle of a %s leaves no temporary folder', async (_what, [program, ...words]) => {
    const folder = await mkdtemp(join(tmpdir(), 'gate-test-'));
    folders.push(folder);
    const command = [join(projectRoot, `dist/bin/${program}`), ...words];
    const env = { ...process.env, TMPDIR: folder };
    const harness = spawn('node', command, { cwd: folder, stdio: 'ignore', env });
    started.push(harness);
    const patience = { timeout: 30_000, interval: 20 };
    await vi.waitFor(async () => expect(await homesIn(folder)).not.toEqual([]), patience);

    harness.kill('SIGKILL');

    await vi.waitFor(async () => expect(await homesIn(folder)).toEqual([]), patience);
  });
});
