import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskId, WorkerId } from '../../../task/task.js';
import { milliseconds, systemClock } from '../../../time.js';
import { openStore } from '../../open.js';
import type { Store } from '../../store.js';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-grouped-'));
  store = await open();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const open = () =>
  openStore(join(folder, 'store.sqlite'), {
    clock: systemClock,
    actor: 'test:grouped',
    whenMissing: 'create',
    commits: 'grouped',
  });
const ids = Array.from({ length: 40 }, (_, nth) => `T-${nth}` as TaskId);
const draft = (id: TaskId) => ({ id, priority: 'P1' as const, task: 'x', successCriteria: 'y' });
const leaseFor = milliseconds(60_000);
const worker = (nth: number) => `w${nth}` as WorkerId;

describe('a store that commits in groups', () => {
  it('gives every one of many callers at once a task of their own, and settles each once', async () => {
    await Promise.all(ids.map((id) => store.enqueue(draft(id))));

    const claimed = await Promise.all(ids.map((_, nth) => store.claim(worker(nth), { leaseFor })));
    const tasks = claimed.flatMap((task) => (task === null ? [] : [task]));
    const done = await Promise.allSettled(
      [...tasks, ...tasks].map(({ lease }) => store.complete(lease, { notes: 'done' })),
    );

    expect(new Set(tasks.map(({ id }) => id)).size).toBe(ids.length);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(ids.length);
    expect((await store.census()).byStatus).toMatchObject({ DONE: ids.length, IN_PROGRESS: 0 });
  });

  it('refuses a second task of one id and keeps its neighbours', async () => {
    const outcomes = await Promise.allSettled(
      ['A', 'A', 'B'].map((id) => store.enqueue(draft(id as TaskId))),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.census()).byStatus.PENDING).toBe(2);
  });

  it('keeps what was asked for before it was closed', async () => {
    const added = store.enqueue(draft('late' as TaskId));
    await store.close();
    await added;
    store = await open();

    expect(await store.find('late' as TaskId)).toMatchObject({ status: 'PENDING' });
  });
});
