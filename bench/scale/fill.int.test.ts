import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkStore, milliseconds, openStore, systemClock, workerId } from '../../core/index.js';
import { fill } from './fill.js';

it('a store that is filled by statements passes the deep check, and is claimed from behind what is delayed', async () => {
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-fill-'));
  const path = join(home, 'store.sqlite');
  await fill(path, { done: 40, delayed: 5, ready: 6 });
  const store = await openStore(path, { clock: systemClock, actor: 'test:case', whenMissing: 'refuse' });
  onTestFinished(async () => {
    await store.close();
    await rm(home, { recursive: true });
  });
  expect(await checkStore(store, { cap: 5, zone: 0 })).toEqual([]);
  expect(await store.census()).toMatchObject({ byStatus: { DONE: 40, PENDING: 11 }, waiting: 5 });
  const task = await store.claim(workerId('w1'), { leaseFor: milliseconds(60_000) });
  expect(task).toMatchObject({ id: 'r-00000000', priority: 'P1' });
});
