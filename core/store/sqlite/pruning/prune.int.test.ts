/** Retention when something goes wrong, comes in between, or was there before it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkStore } from '../../../consistency/check-store.js';
import { measure } from '../../../indicators/measure.js';
import { type EpochMs, seconds } from '../../../time.js';
import { claimed, draft, running } from '../../contract/bench.js';
import { type ManualClock, manualClock } from '../../contract/manual-clock.js';
import { openStore } from '../../open.js';
import type { Store } from '../../store.js';
import { initial } from '../schema/0001-initial.js';
import { tokenUse } from '../schema/0002-token-use.js';
import { traceparent } from '../schema/0003-traceparent.js';

const DAY = 86_400_000;
let home = '';
let path = '';
let clock: ManualClock;
let store: Store;

const open = () => openStore(path, { clock, actor: 'test:case', whenMissing: 'create', durability: 'none' });
const prune = () => store.prune({ settledBefore: (clock.now() - DAY) as EpochMs, limit: 100 });
const findings = () => checkStore(store, { cap: 10, zone: 0 });
async function done(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await store.complete((await running(store, id)).lease, { notes: 'ok' });
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-prune-'));
  path = join(home, 'queue.db');
  clock = manualClock();
});
afterEach(async () => {
  await store.close();
  await rm(home, { recursive: true });
});

describe('a pruning', () => {
  it('that fails half-way has changed nothing, and leaves the store closed to deletes', async () => {
    store = await open();
    await done('A', 'B', 'C');
    clock.advance(2 * DAY);
    const db = new SqliteDatabase(path);
    db.exec(
      `create trigger trouble before delete on task when old.id = 'A' begin select raise(abort, 'boom'); end`,
    );
    await expect(prune()).rejects.toThrow('boom');
    expect(db.prepare('select count(*) from task').pluck().get()).toBe(3);
    for (const table of ['pruned_task', 'pruning', 'pruning_open']) {
      expect(db.prepare(`select count(*) from ${table}`).pluck().get(), table).toBe(0);
    }
    db.exec('drop trigger trouble');
    db.close();
    expect(await prune()).toMatchObject({ ids: ['B', 'A'] });
    expect(await findings()).toEqual([]);
  });

  it('of a locked store is refused as busy, and has changed nothing', async () => {
    store = await open();
    await done('A', 'B');
    clock.advance(2 * DAY);
    const other = new SqliteDatabase(path);
    other.exec('begin immediate');
    await expect(prune()).rejects.toMatchObject({ code: 'BUSY' });
    other.exec('rollback');
    other.close();
    expect(await prune()).toMatchObject({ ids: ['A'] });
  });

  it('that comes in between has the indicators counted anew, from where the store is whole', async () => {
    store = await open();
    await done('A', 'B');
    await store.fail((await running(store, 'BAD')).lease, { error: 'bad', class: 'permanent' });
    clock.advance(2 * DAY);
    await done('NEW');
    let looks = 0;
    const disturbed = {
      census: () => store.census(),
      list: (query: Parameters<Store['list']>[0]) => store.list(query),
      prunings: () => store.prunings(),
      eventsAfter: async (...where: Parameters<Store['eventsAfter']>) => {
        looks += 1;
        if (looks === 1) await prune();
        return store.eventsAfter(...where);
      },
    };
    const terms = { clock, window: null, watchEvery: seconds(1), runLimit: seconds(1) };
    expect(await measure(disturbed, terms)).toMatchObject({
      done: 1,
      failedFinal: 0,
      successRate: 1,
      since: clock.now() - DAY,
    });
  });

  it('is open to a store of an earlier version, whose tasks are kept as they were', async () => {
    const db = new SqliteDatabase(path);
    db.exec(
      'create table schema_version (version integer primary key, name text not null, applied_at integer not null) strict',
    );
    for (const sql of [initial, tokenUse, traceparent]) db.exec(sql);
    db.exec(`
      insert into schema_version values (1, 'initial', 1), (2, 'token-use', 1), (3, 'traceparent', 1);
      insert into task (id, status, priority, task, success_criteria, max_retries, retries, run, created_at,
        updated_at, settled_at, notes, tokens_used)
      values ('OLD', 'DONE', 'P1', 'do it', 'it is done', 3, 0, 0, 1, 1, 1, 'kept', 0);
      insert into event (task_id, type, at, actor, run, to_status, data)
      values ('OLD', 'imported', 1, 'operator:import', 0, 'DONE', '{}')`);
    db.close();
    store = await open();
    expect(await store.list({ limit: 1 })).toMatchObject([{ id: 'OLD', notes: 'kept' }]);
    await store.enqueue(draft('NEW'));
    await claimed(store);
    expect(await prune()).toEqual({ ids: ['OLD'], events: 1, next: null });
    expect(await findings()).toEqual([]);
  });
});
