import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store, seconds, systemClock, workerId } from '../../../core/index.js';
import { findingsOf } from './findings.js';

let home: string;
let store: Store;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-findings-'));
  store = await openStore(join(home, 'queue.db'), {
    clock: systemClock,
    actor: 'test:w',
    whenMissing: 'create',
  });
  await store.enqueue({ id: 'T', priority: 'P1', task: 'x', successCriteria: 'x' });
});
afterEach(async () => {
  await store.close();
  await rm(home, { recursive: true });
});

/** Changes the store behind the back of core. */
function spoil(sql: string): void {
  const db = new SqliteDatabase(join(home, 'queue.db'));
  db.exec(sql);
  db.close();
}

it('a sound store has no findings, whatever it holds', async () => {
  await store.enqueue({ id: 'S', priority: 'P0', task: 'x', successCriteria: 'x', maxRetries: 0 });
  const claimed = await store.claim(workerId('w'), { leaseFor: seconds(60) });
  if (claimed) await store.fail(claimed.lease, { error: 'network', class: 'transient' });
  await store.claim(workerId('w'), { leaseFor: seconds(60) });

  expect(await findingsOf(store)).toEqual([]);
});

it('a row that its events do not explain is a finding, whatever of it they explain', async () => {
  spoil("update task set retries = 1 where id = 'T'");

  expect(await findingsOf(store)).toEqual(['task T has retries 1, its events say 0']);
});

it('an event that no task leads to is a finding', async () => {
  spoil(`
    insert into event (task_id, type, at, actor, run, data, prev)
    values ('T', 'lease_renewed', 1, 'test:w', 0, '{}', 0)`);

  expect(await findingsOf(store)).toContainEqual('event 2 of T is not found from its task');
});
