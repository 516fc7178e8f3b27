import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimed, draft, eventsOf, found, LEASE, refused, running, W1, W2 } from '../../contract/bench.js';
import { manualClock } from '../../contract/manual-clock.js';
import { StoresInFolder } from './testing/stores-in-folder.js';

let stores: StoresInFolder;
let path: string;

beforeEach(async () => {
  stores = await StoresInFolder.make();
  path = stores.path;
});
afterEach(() => stores.remove());

describe('a locked store', () => {
  const lockBy = (other: string) => {
    const raw = new SqliteDatabase(other);
    raw.exec('begin immediate');
    return { free: () => raw.exec('rollback'), close: () => raw.close() };
  };

  it('is busy for every writer, and nothing was changed', async () => {
    const store = await stores.open(path);
    const { lease } = await running(store);
    await store.enqueue(draft('READY'));
    const lock = lockBy(path);
    await refused(store.enqueue(draft('B')), 'BUSY');
    await refused(store.claim(W1, { leaseFor: LEASE }), 'BUSY');
    await refused(store.heartbeat(lease, { leaseFor: LEASE }), 'BUSY');
    await refused(store.complete(lease, { notes: 'ok' }), 'BUSY');
    await refused(store.operate({ kind: 'cancel', id: lease.taskId, by: 'me' }), 'BUSY');
    expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS', lease });
    lock.close();
  });

  it('still says that nothing is runnable, since an idle worker only looks', async () => {
    const store = await stores.open(path);
    await running(store);
    expect(await store.claim(W1, { leaseFor: LEASE })).toBeNull();
    const lock = lockBy(path);
    expect(await store.claim(W1, { leaseFor: LEASE })).toBeNull();
    lock.close();
  });

  it('is worth another try, and works again once it is free', async () => {
    const store = await stores.open(path);
    const lock = lockBy(path);
    await expect(store.enqueue(draft('A'))).rejects.toMatchObject({ code: 'BUSY', retryable: true });
    lock.close();
    expect(await store.enqueue(draft('A'))).toMatchObject({ status: 'PENDING' });
  });

  it('is told of once, by the first task that moves afterwards', async () => {
    const clock = manualClock();
    const store = await stores.open(path, { clock });
    const { lease } = await running(store);
    const lock = lockBy(path);
    const since = clock.now();
    await refused(store.complete(lease, { notes: 'ok' }), 'BUSY');
    clock.advance(10);
    await refused(store.complete(lease, { notes: 'ok' }), 'BUSY');
    lock.close();
    await store.enqueue(draft('B'));
    await refused(store.heartbeat({ ...lease, holder: W2 }, { leaseFor: LEASE }), 'LEASE_LOST');
    await store.complete(lease, { notes: 'ok' });
    await claimed(store);
    const told = (await eventsOf(store)).filter(({ type }) => type === 'storage_busy');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      taskId: 'A',
      from: null,
      to: null,
      data: { refusals: 2, since_ms: since },
    });
    expect((await eventsOf(store, 'A')).map(({ type }) => type)).toEqual([
      'added',
      'picked',
      'stale_write_rejected',
      'storage_busy',
      'done',
    ]);
  });

  it('cannot be created while another process creates it', async () => {
    const lock = lockBy(path);
    await refused(stores.open(path), 'BUSY');
    lock.close();
    await (await stores.open(path)).enqueue(draft('A'));
  });

  it('can be opened when it is up to date', async () => {
    await (await stores.open(path)).enqueue(draft('A'));
    const lock = lockBy(path);
    expect(await (await stores.open(path, { whenMissing: 'refuse' })).list({ limit: 10 })).toHaveLength(1);
    lock.close();
  });

  it('is still open to readers', async () => {
    const store = await stores.open(path);
    await store.enqueue(draft('A'));
    const lock = lockBy(path);
    expect(await store.list({ limit: 10 })).toHaveLength(1);
    lock.close();
  });
});
