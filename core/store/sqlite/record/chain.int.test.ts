/** The events of a task are found from its row: after a migration, and whatever else was written in between. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventSeq, taskId } from '../../../task/ids.js';
import { draft } from '../../contract/bench.js';
import { manualClock } from '../../contract/manual-clock.js';
import { openStore } from '../../open.js';
import type { Store } from '../../store.js';
import { initial } from '../schema/0001-initial.js';
import { tokenUse } from '../schema/0002-token-use.js';
import { traceparent } from '../schema/0003-traceparent.js';
import { pruning } from '../schema/0004-pruning.js';

let home = '';
let db: Database;
let store: Store;

const open = () =>
  openStore(join(home, 'queue.db'), { clock: manualClock(), actor: 'test:case', whenMissing: 'create' });
const typesOf = async (id: string) =>
  (await store.eventsAfter(eventSeq(0), { taskId: taskId(id), limit: 10 })).map(({ type }) => type);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-chain-'));
  db = new SqliteDatabase(join(home, 'queue.db'));
});
afterEach(async () => {
  await store.close();
  db.close();
  await rm(home, { recursive: true });
});

describe('a store of version 4', () => {
  it('finds the events of each task after it was brought to the present schema', async () => {
    db.exec(
      'create table schema_version (version integer primary key, name text not null, applied_at integer not null) strict',
    );
    for (const sql of [initial, tokenUse, traceparent, pruning]) db.exec(sql);
    db.exec(`
      insert into schema_version values (1, 'initial', 1), (2, 'token-use', 1), (3, 'traceparent', 1), (4, 'pruning', 1);
      insert into task (id, status, priority, task, success_criteria, max_retries, retries, run, created_at,
        updated_at, available_at, notes, tokens_used)
      values ('A', 'PENDING', 'P1', 'do it', 'it is done', 3, 0, 0, 1, 1, 1, '', 0),
        ('B', 'PENDING', 'P1', 'do it', 'it is done', 3, 0, 0, 1, 1, 1, '', 0);
      insert into event (task_id, type, at, actor, run, to_status, data) values
        ('A', 'added', 1, 'me', 0, 'PENDING', '{}'), ('B', 'added', 1, 'me', 0, 'PENDING', '{}'),
        ('A', 'transition_rejected', 2, 'me', 0, null, '{}')`);
    store = await open();

    expect(await typesOf('A')).toEqual(['added', 'transition_rejected']);
    expect(await typesOf('B')).toEqual(['added']);
    await store.operate({ kind: 'cancel', id: taskId('A'), by: 'me' });
    expect(await typesOf('A')).toEqual(['added', 'transition_rejected', 'cancelled', 'blocked']);
    expect(await store.integrity()).toEqual([]);
  });
});

describe('the check of a store', () => {
  beforeEach(async () => {
    store = await open();
    await store.enqueue(draft('A'));
  });

  it.each([
    ['of no task', `(2, 'X', 'added', 1, 'me', 0, '{}', 0)`, 'event 2 of X is not found from its task'],
    [
      'that its task does not name',
      `(2, 'A', 'done', 1, 'me', 0, '{}', 1)`,
      'event 2 of A is not found from its task',
    ],
  ])('tells of an event %s', async (_, values, finding) => {
    db.exec(`insert into event (seq, task_id, type, at, actor, run, data, prev) values ${values}`);

    expect(await store.integrity()).toEqual([finding]);
  });

  it.each([
    ['the first', 'delete from event where seq = 1', 'task A leads to event 1, which is none of its own'],
    ['the only', 'delete from event where seq = 2', 'task B leads to event 2, which is none of its own'],
    [
      'one that became another task’s',
      `drop trigger event_is_final; update event set prev = 2 where seq = 3`,
      'task A leads to event 2, which is none of its own',
    ],
  ])('tells of an event that a chain has lost: %s', async (_, sql, finding) => {
    await store.enqueue(draft('B'));
    await store.operate({ kind: 'cancel', id: taskId('A'), by: 'me' });
    db.exec(`drop trigger event_is_kept; ${sql}`);

    expect(await store.integrity()).toContain(finding);
  });

  it('tells of the events that lie behind a wrong step of a chain', async () => {
    db.exec(`
      insert into event (seq, task_id, type, at, actor, run, data, prev) values (2, 'A', 'done', 1, 'me', 0, '{}', 0);
      update task set last_event = 2`);

    expect(await store.integrity()).toEqual(['event 1 of A is not found from its task']);
  });
});

describe('an event', () => {
  it.each([
    ['without a predecessor, as older releases write it', 'null', 'NOT NULL'],
    ['that comes before its predecessor', '7', 'CHECK'],
  ])('%s is refused', async (_, prev, because) => {
    store = await open();
    await store.enqueue(draft('A'));

    expect(() =>
      db.exec(
        `insert into event (task_id, type, at, actor, run, data, prev) values ('A', 'done', 1, 'me', 0, '{}', ${prev})`,
      ),
    ).toThrow(because);
  });
});
