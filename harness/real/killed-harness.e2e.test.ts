/** A harness that is killed in the middle of a real run must leave no process, not even a stopped one. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

/** Ids of the actors below a process, and of everything that is alive. */
function processes(parent: number): {
  readonly actors: readonly number[];
  readonly alive: ReadonlySet<number>;
} {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  const parsed = rows.map((row) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row) ?? []);
  const living = parsed.filter(([, , , state]) => state?.startsWith('Z') === false);
  const actors = living.filter(
    ([, , ppid, , args]) => Number(ppid) === parent && args?.includes('bin/actor.js'),
  );
  return {
    actors: actors.map(([, pid]) => Number(pid)),
    alive: new Set(living.map(([, pid]) => Number(pid))),
  };
}

async function linesOf(run: string): Promise<number> {
  return (await readFile(join(run, HISTORY_FILE), 'utf8')).trimEnd().split('\n').length;
}

describe('a harness that is killed', () => {
  it('leaves no actor behind, running or stopped, and the history so far', async () => {
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
        const found = processes(parent).actors;
        if (found.length < 4) throw new Error(`expected 4 actors or more, found ${found.length}`);
        return found;
      },
      { timeout: 60_000, interval: 200 },
    );
    await vi.waitFor(async () => expect(await linesOf(join(folder, 'run'))).toBeGreaterThan(1), {
      timeout: 60_000,
      interval: 200,
    });
    process.kill(actors[0] ?? 0, 'SIGSTOP');

    harness.kill('SIGKILL');

    await vi.waitFor(
      () => {
        const { alive } = processes(parent);
        expect(actors.filter((pid) => alive.has(pid))).toEqual([]);
      },
      { timeout: 10_000, interval: 200 },
    );
    const { history } = await readArtefact(join(folder, 'run'));
    expect(history.trailer).toBeNull();
    expect(history.ops.length).toBeGreaterThan(0);
  });
});
