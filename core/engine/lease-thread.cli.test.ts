/** The built worker, with work that holds up its thread for longer than a lease. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draft, story } from '../store/contract/bench.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { workerId } from '../task/ids.js';
import type { InProgress } from '../task/task.js';
import { milliseconds, seconds, systemClock } from '../time.js';
import { type Execute, workOn } from './worker.js';

/** Threads run built files only. */
const built = new URL('../../dist/core/engine/lease-thread.js', import.meta.url).href;
const { openLeaseThread } = (await import(built)) as typeof import('./lease-thread.js');

const leaseFor = milliseconds(900);
const heartbeatEvery = milliseconds(250);
let folder = '';
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lease-thread-'));
  const options = { clock: systemClock, actor: 'worker:test', whenMissing: 'create' } as const;
  store = await openStore(join(folder, 'queue.db'), options);
  await store.enqueue(draft('A'));
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function claim(span = leaseFor): Promise<InProgress> {
  const task = await store.claim(workerId('w1'), { leaseFor: span });
  if (task === null) throw new Error('expected a task');
  return task;
}

const openThread = (longestRun = seconds(60), spans = { leaseFor, heartbeatEvery }) =>
  openLeaseThread({
    location: join(folder, 'queue.db'),
    store: { actor: 'worker:test' },
    ...spans,
    longestRun,
  });

/** Holds up the whole thread: no timer fires and no message arrives meanwhile. */
const blocking: Execute = async () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, leaseFor + 300);
  return { kind: 'done', notes: 'at last', report: null };
};

const parts = (execute: Execute) => ({
  store,
  clock: systemClock,
  leaseFor,
  heartbeatEvery,
  execute,
  stop: new AbortController().signal,
});

describe('work that holds up its thread for longer than a lease', () => {
  it('keeps its task when a thread of its own keeps the lease', async () => {
    const thread = await openThread();
    const ending = await workOn(await claim(), { ...parts(blocking), keep: thread.keep });
    await thread.close();
    expect(ending).toMatchObject({ kind: 'settled', task: { status: 'DONE', run: 1 } });
    expect(await story(store, 'A')).toContain('lease_renewed');
  });

  it('loses its task when the same thread has to keep the lease', async () => {
    const ending = await workOn(await claim(), parts(blocking));
    expect(ending).toMatchObject({ kind: 'lost', taskId: 'A' });
  });
});

describe('a thread that keeps leases', () => {
  const untilLost: Execute = (_task, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

  it('says that a lease was taken away long before it would renew it', async () => {
    const spans = { leaseFor: seconds(900), heartbeatEvery: seconds(300) };
    const thread = await openThread(seconds(60), spans);
    const task = await claim(spans.leaseFor);
    const working = workOn(task, { ...parts(untilLost), ...spans, keep: thread.keep });
    await store.operate({ kind: 'cancel', id: task.id, by: 'kim' });
    expect(await working).toMatchObject({ kind: 'lost', because: expect.stringContaining('BLOCKED') });
    await thread.close();
  });

  it('gives up a run that takes longer than the longest', async () => {
    const thread = await openThread(milliseconds(100));
    const working = workOn(await claim(), { ...parts(untilLost), keep: thread.keep });
    expect(await working).toMatchObject({
      kind: 'lost',
      because: expect.stringContaining('longer than 0.1 s'),
    });
    await thread.close();
  });

  it('does not start over a store that is not there', async () => {
    const terms = { store: { actor: 'worker:test' }, leaseFor, heartbeatEvery, longestRun: seconds(1) };
    const opening = openLeaseThread({ ...terms, location: join(folder, 'none.db') });
    await expect(opening).rejects.toMatchObject({
      message: expect.stringContaining('found nothing'),
      code: 'STORE_UNAVAILABLE',
    });
  });
});
