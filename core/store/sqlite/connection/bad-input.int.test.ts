/** What a person meets who points the store at the wrong thing, or at a full disk: one clear refusal, nothing lost. */
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasCode } from '../../../errors.js';
import { eventSeq } from '../../../task/ids.js';
import { draft, eventsOf, found, ONE_MS, refused, running, W1 } from '../../contract/bench.js';
import type { StoreOptions } from '../../open.js';
import type { Store } from '../../store.js';
import { StoresInFolder } from './testing/stores-in-folder.js';

let stores: StoresInFolder;
let path: string;

beforeEach(async () => {
  stores = await StoresInFolder.make();
  path = stores.path;
});
afterEach(() => stores.remove());

async function exists(location: string): Promise<boolean> {
  try {
    await stat(location);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Adds tasks until the store is full, and answers the ids that were acknowledged. */
async function filledUp(store: Store): Promise<string[]> {
  const acknowledged: string[] = [];
  for (;;) {
    const id = `T${acknowledged.length}`;
    try {
      await store.enqueue(draft(id, { task: 'x'.repeat(500) }));
    } catch (error) {
      if (hasCode(error, 'STORE_FULL')) return acknowledged;
      throw error;
    }
    acknowledged.push(id);
  }
}

describe('opening', () => {
  it('creates the file and its folders when it is told to', async () => {
    const deep = join(stores.folder, 'a', 'b', 'queue.db');
    await (await stores.open(deep)).enqueue(draft('A'));
    expect(await exists(deep)).toBe(true);
  });

  it('keeps a write-ahead log', async () => {
    await stores.open(path);
    const raw = new SqliteDatabase(path);
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    raw.close();
  });

  it('refuses a missing file otherwise, names it, says how to make it, and makes nothing', async () => {
    await expect(stores.open(path, { whenMissing: 'refuse' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `expected a task store at ${path}, found nothing`,
      hint: `create it with: orch init --db ${path}, or name another one with --db`,
    });
    expect(await exists(path)).toBe(false);
  });

  it('refuses an empty file otherwise', async () => {
    await writeFile(path, '');
    await expect(stores.open(path, { whenMissing: 'refuse' })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `expected a task store at ${path}, found an empty file`,
      hint: expect.stringContaining('--db'),
    });
  });

  it.each(['create', 'refuse'] as const)(
    'refuses a text file (%s) and leaves it as it was',
    async (whenMissing) => {
      const text = 'id | status | priority\n'.repeat(100);
      await writeFile(path, text);
      await expect(stores.open(path, { whenMissing })).rejects.toMatchObject({
        code: 'CORRUPT',
        message: expect.stringContaining('found a file that is not a database'),
      });
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it("refuses another program's database and leaves it as it was", async () => {
    const other = new SqliteDatabase(path);
    other.exec('create table contact (name text)');
    other.close();
    await expect(stores.open(path)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `expected a task store at ${path}, found a database with the tables contact`,
      hint: expect.stringContaining('--db'),
    });
    const again = new SqliteDatabase(path);
    expect(again.prepare('select name from sqlite_schema').pluck().all()).toEqual(['contact']);
    again.close();
  });

  it('refuses a store of a newer release', async () => {
    await (await stores.open(path)).close();
    const raw = new SqliteDatabase(path);
    raw.prepare('insert into schema_version values (999, ?, 0)').run('future');
    raw.close();
    await expect(stores.open(path)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(path),
      hint: expect.stringMatching(/newer .* --db/),
    });
  });

  it('refuses the next step on a store that a newer release has migrated meanwhile', async () => {
    const store = await stores.open(path);
    await store.enqueue(draft('A'));
    const raw = new SqliteDatabase(path);
    raw.exec('alter table task rename column last_event to newest_event');
    raw.prepare('insert into schema_version values (999, ?, 0)').run('future');
    raw.close();

    const refusal = {
      code: 'STORE_UNAVAILABLE',
      effect: 'none',
      message: expect.stringMatching(/^expected \S+queue\.db to be a store of schema version \d+ .* 999$/),
      hint: expect.stringMatching(/end the processes of this one and upgrade it/),
    };
    await expect(store.enqueue(draft('B'))).rejects.toMatchObject(refusal);
    await expect(store.list({ limit: 1 })).rejects.toMatchObject(refusal);
  });

  it('refuses a folder', async () => {
    await expect(stores.open(stores.folder)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `expected a task store at ${stores.folder}, found a folder`,
      hint: `name the file in it with --db, such as ${path}`,
    });
  });

  it('refuses a path below a regular file', async () => {
    await writeFile(path, '');
    await refused(stores.open(join(path, 'queue.db')), 'STORE_UNAVAILABLE');
    await refused(stores.open(join(path, 'queue.db'), { whenMissing: 'refuse' }), 'STORE_UNAVAILABLE');
  });

  it('changes nothing in a store that is up to date', async () => {
    await (await stores.open(path)).enqueue(draft('A'));
    await stores.closeAll();
    const before = await readFile(path);
    await (await stores.open(path, { whenMissing: 'refuse' })).close();
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it.each([
    ['a blank location', { location: ' ' }],
    ['an actor without a name', { actor: '' }],
    ['a budget out of order', { budget: { softTokens: 2, hardTokens: 1 } }],
    ['a backoff without steps', { backoff: [] }],
    ['a page limit of none', { maxPages: 0 }],
    ['a negative wait', { busyWait: -1 }],
  ])('refuses %s', async (_, off) => {
    const { location = ':memory:', ...options } = off as { location?: string };
    await refused(stores.open(location, options as Partial<StoreOptions>), 'INVALID');
  });
});

describe('a store that was closed', () => {
  it.each(['each', 'grouped'] as const)('refuses every call with a code (commits: %s)', async (commits) => {
    const store = await stores.open(path, { commits });
    const { lease } = await running(store);
    await store.close();
    const calls = [
      () => store.enqueue(draft('B')),
      () => store.claim(lease.holder, { leaseFor: ONE_MS }),
      () => store.heartbeat(lease, { leaseFor: ONE_MS }),
      () => store.complete(lease, { notes: 'ok' }),
      () => store.sweep({ limit: 1 }),
      () => store.list({ limit: 1 }),
      () => store.find(lease.taskId),
      () => store.eventsAfter(eventSeq(0), { limit: 1 }),
      () => store.prunings(),
      () => store.integrity(),
    ];
    for (const call of calls) {
      await expect(call(), String(call)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: `expected the store ${path} to be open, found that it was closed`,
      });
    }
    await store.close();
  });
});

describe('a store whose file goes away while it is open', () => {
  const claim = (store: Store) => store.claim(W1, { leaseFor: ONE_MS });
  const refusal = (what: string) => ({
    code: 'STORE_UNAVAILABLE',
    message: `the store at ${path} was ${what} while it was open`,
  });

  it('is refused to who finds nothing to do in it, once it was removed', async () => {
    const store = await stores.open(path);
    expect(await claim(store)).toBeNull();
    await rm(path);
    await expect(claim(store)).rejects.toMatchObject(refusal('removed'));
  });

  it('is refused once another file took its place, and only then', async () => {
    const store = await stores.open(path, { commits: 'grouped' });
    await store.enqueue(draft('A'));
    const other = join(stores.folder, 'other.db');
    await (await stores.open(other)).close();
    await rename(other, path);
    expect(await claim(store)).toMatchObject({ id: 'A' });
    await expect(claim(store)).rejects.toMatchObject(refusal('replaced'));
  });

  it('is not looked for when the store is in memory', async () => {
    const store = await stores.open(':memory:');
    expect(await claim(store)).toBeNull();
  });
});

describe('a damaged store', () => {
  it('is refused as corrupt, not taken for empty', async () => {
    const store = await stores.open(path);
    for (let count = 0; count < 200; count += 1) await store.enqueue(draft(`T${count}`));
    await stores.closeAll();
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 4_096, 0xff), 0, size - 4_096, 4_096);
    await file.close();
    await refused(
      stores.open(path).then((damaged) => damaged.list({ limit: 1_000 })),
      'CORRUPT',
    );
  });
});

describe('a full store', () => {
  it('refuses what does not fit, keeps all it acknowledged, and still opens', async () => {
    const store = await stores.open(path, { maxPages: 40 });
    const acknowledged = await filledUp(store);
    expect(acknowledged.length).toBeGreaterThan(5);
    await stores.closeAll();

    const again = await stores.open(path, { whenMissing: 'refuse' });
    expect((await again.list({ limit: 10_000 })).map(({ id }) => id)).toEqual(acknowledged);
    expect(await again.integrity()).toEqual([]);
    await again.enqueue(draft('ROOM'));
  });

  it('leaves no half of a step behind: each task has its one event', async () => {
    const store = await stores.open(path, { maxPages: 40 });
    const acknowledged = await filledUp(store);
    expect((await eventsOf(store)).map(({ taskId, type }) => `${taskId} ${type}`)).toEqual(
      acknowledged.map((id) => `${id} added`),
    );
  });

  it('refuses to settle when the event of it does not fit, and the lease stands', async () => {
    const store = await stores.open(path, { maxPages: 40 });
    const { lease } = await running(store, 'HELD', { priority: 'P0' });
    await filledUp(store);
    const notes = 'y'.repeat(20_000);
    await refused(store.complete(lease, { notes }), 'STORE_FULL');
    expect(await found(store, 'HELD')).toMatchObject({ status: 'IN_PROGRESS', lease });
    expect(await store.integrity()).toEqual([]);
  });

  it('refuses to be created where it does not fit', async () => {
    await refused(stores.open(path, { maxPages: 2 }), 'STORE_FULL');
  });
});
