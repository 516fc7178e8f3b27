/** Our own orchestrator behind real processes: the seam keeps its promises. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClaimAnswer, Completion } from '../../../gates/record/history.js';
import { wallClock } from '../../real/wall-clock.js';
import { type SutHandle, USUAL } from '../../sut.js';
import { PROBE_KNOBS } from '../stdio/probe-knobs.js';
import { orchProcesses } from './processes.js';

const handles: SutHandle[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const handle of handles.splice(0)) await handle.shutdown();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function emptyHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'gate-test-'));
  folders.push(home);
  return home;
}

async function boot(mutant?: string): Promise<SutHandle> {
  const sut = orchProcesses(mutant === undefined ? {} : { mutant });
  const handle = await sut.boot({ home: await emptyHome(), seed: 1, clock: wallClock(), knobs: PROBE_KNOBS });
  handles.push(handle);
  return handle;
}

const enqueue = { op: 'enqueue', args: { task: { id: 'T-1', priority: 'P1', task: 'work' } } } as const;
const claim = { op: 'claim', args: { worker: 'w1', leaseMs: 60_000 } } as const;

/** When the clock that gave a lease of a minute says it gave it. */
function leaseStart(claimed: Completion): number {
  return claimed.type === 'ok' ? (claimed.value as ClaimAnswer).leaseUntil - 60_000 : Number.NaN;
}

describe('the orchestrator as processes', () => {
  it('lets two processes work on one store, and reads it back', async () => {
    const handle = await boot();
    const [submitter, worker] = [await handle.openActor('s1/1'), await handle.openActor('w1/1')];

    await submitter.invoke(enqueue);
    const claimed = await worker.invoke(claim);
    const final = await handle.readBack();

    expect(claimed).toMatchObject({ type: 'ok', value: { task: 'T-1', run: 1, fence: 1 } });
    expect(final.tasks).toMatchObject([{ task: 'T-1', status: 'IN_PROGRESS', owner: 'w1' }]);
    expect(final.events.map(({ type }) => type)).toEqual(['added', 'picked']);
    expect(await handle.integrity()).toEqual([]);
    expect(submitter.pid).not.toBe(worker.pid);
  });

  it('refuses with BUSY while the store is locked, and accepts afterwards', async () => {
    const handle = await boot();
    const actor = await handle.openActor('s1/1');
    const unlock = await handle.lockStore();

    const whileLocked = await actor.invoke(enqueue);
    await unlock();
    await unlock();
    const afterwards = await actor.invoke(enqueue);

    expect(whileLocked).toEqual({ type: 'fail', code: 'BUSY' });
    expect(afterwards).toMatchObject({ type: 'ok' });
  });

  it('keeps what a killed process was told it did', async () => {
    const handle = await boot();
    const actor = await handle.openActor('s1/1');
    await actor.invoke(enqueue);

    await actor.kill();

    expect((await handle.readBack()).tasks).toHaveLength(1);
  });

  it('leaves its store and the last words of its actors', async () => {
    const handle = await boot();
    const actor = await handle.openActor('w1/1');
    await actor.invoke(enqueue);

    await handle.shutdown();

    const { storeFiles, stderr } = handle.traces() ?? { storeFiles: [], stderr: new Map() };
    expect(storeFiles.map((file) => basename(file))).toEqual(['queue.db', 'queue.db-wal']);
    expect(storeFiles.filter((file) => existsSync(file))).not.toEqual([]);
    expect([...stderr.keys()]).toEqual(['auditor', 'w1/1']);
  });

  it('plants a bug by name', async () => {
    const handle = await boot('claim-shares-a-lease');
    const [one, other] = [await handle.openActor('w1/1'), await handle.openActor('w2/1')];
    await one.invoke(enqueue);
    await one.invoke(claim);

    const shared = await other.invoke({ op: 'claim', args: { worker: 'w2', leaseMs: 60_000 } });

    expect(shared).toMatchObject({ type: 'ok', value: { task: 'T-1' } });
  });

  it('reads a clock that is off for one actor, and right for the others', async () => {
    const handle = await boot();
    const [one, other] = [await handle.openActor('w1/1'), await handle.openActor('w2/1')];
    one.workUnder({ ...USUAL, shows: (now) => now - 3_600_000 });

    await one.invoke(enqueue);
    const before = wallClock().now();
    const behind = await one.invoke(claim);
    await other.invoke({ op: 'enqueue', args: { task: { ...enqueue.args.task, id: 'T-2' } } });
    const right = await other.invoke(claim);

    expect(before - leaseStart(behind)).toBeGreaterThan(3_500_000);
    expect(Math.abs(before - leaseStart(right))).toBeLessThan(60_000);
  });

  it('keeps the calls of a slow actor back, and its answers', async () => {
    const handle = await boot();
    const actor = await handle.openActor('w1/1');
    actor.workUnder({ ...USUAL, stretch: (ms) => ms * 40 });

    const clock = wallClock();
    const began = clock.now();
    const answer = await actor.invoke(enqueue);

    expect(answer).toMatchObject({ type: 'ok' });
    expect(clock.now() - began).toBeGreaterThan(190);
  });

  it('says what went wrong when the bug has no such name', async () => {
    await expect(boot('no-such-bug')).rejects.toThrow(
      /expected the name of a planted bug, got "no-such-bug"/,
    );
  });

  it('refuses a home that is not empty', async () => {
    const home = await emptyHome();
    await writeFile(join(home, 'queue.db'), 'something else');

    const booting = orchProcesses().boot({ home, seed: 1, clock: wallClock(), knobs: PROBE_KNOBS });

    await expect(booting).rejects.toThrow('expected an empty folder');
  });
});
