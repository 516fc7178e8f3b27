/** What a caller meets whose disk fails: a refusal that says what is known, and a store that goes on afterwards. */
import SqliteDatabase from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { draft, found, LEASE, running, W1 } from '../../contract/bench.js';
import { manualClock } from '../../contract/manual-clock.js';
import { openStore } from '../../open.js';
import type { StoreOptions } from '../../options.js';
import type { Store } from '../../store.js';
import type { OpenDatabase } from './open-database.js';

const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

const ioError = () => new SqliteDatabase.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');

/** A store on a disk that does what `atCommit` says just before each commit. */
async function opening(atCommit: () => void, options: Partial<StoreOptions> = {}) {
  const openDatabase: OpenDatabase = (location, terms) => {
    const db = new SqliteDatabase(location, terms);
    const transaction = db.transaction.bind(db);
    const failing = (body: (...values: unknown[]) => unknown) =>
      transaction((...values: unknown[]) => {
        const outcome = body(...values);
        atCommit();
        return outcome;
      });
    return Object.assign(db, { transaction: failing as typeof db.transaction });
  };
  const clock = manualClock();
  const plain = { clock, actor: 'test:case', whenMissing: 'create', durability: 'none' } as const;
  const store = await openStore(':memory:', { ...plain, openDatabase, ...options });
  opened.push(store);
  return { store, clock };
}

describe('a disk that fails at a commit', () => {
  it('leaves open whether the change was made, and the store goes on', async () => {
    let isFailing = false;
    const { store } = await opening(() => {
      if (isFailing) throw ioError();
    });
    const { lease } = await running(store);
    isFailing = true;

    await expect(store.complete(lease, { notes: 'x' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      effect: 'unknown',
      retryable: false,
    });
    isFailing = false;
    await store.complete(lease, { notes: 'x' });
    expect(await found(store, lease.taskId)).toMatchObject({ status: 'DONE' });
  });

  it('does not hide what a sweep moved before it', async () => {
    let commits = Infinity;
    const { store, clock } = await opening(() => {
      commits -= 1;
      if (commits < 0) throw ioError();
    });
    await store.enqueue(draft('A'));
    await store.enqueue(draft('B'));
    await store.claim(W1, { leaseFor: LEASE });
    await store.claim(W1, { leaseFor: LEASE });
    clock.advance(LEASE);
    commits = 1;

    expect((await store.sweep({ limit: 10 })).requeued).toEqual(['A']);
    await expect(store.sweep({ limit: 10 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    commits = Infinity;
    expect((await store.sweep({ limit: 10 })).requeued).toEqual(['B']);
  });
});
