/**
 * The schema as the last line of defence: states that must not exist cannot be stored, and no look-up scans the table.
 */
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../contract/manual-clock.js';
import { type Connection, connect } from '../connection/connection.js';
import { OF_NEWER } from '../entering/series.js';
import { COUNT_RUNNING, headOfQueue } from '../holding/claim.js';
import { inPickOrder } from '../looking/query.js';
import { DUE_FOR_RECOVERY } from '../overseeing/sweep.js';
import { OLD_IN_STRETCH, STRETCH } from '../pruning/prune.js';
import { chainOf } from '../record/chain.js';
import { prepareRows, TASK_COLUMNS } from '../record/columns.js';
import { CHARGED_IN_A_SPAN } from '../record/token-use.js';

/** Every column that a row must have, but for its id. */
const columns = `status, priority, task, success_criteria, max_retries, retries, run, created_at, updated_at,
  available_at, notes, tokens_used`;
let connection: Connection;
let db: Database;

beforeEach(() => {
  connection = connect(':memory:', { clock: manualClock(), actor: 'test:case', whenMissing: 'create' });
  db = connection.db;
  db.exec(`
    insert into task (id, status, priority, task, success_criteria, max_retries, retries, run,
      created_at, updated_at, available_at, notes, tokens_used)
    values ('A', 'PENDING', 'P1', 'do it', 'it is done', 3, 0, 0, 1, 1, 1, '', 0)`);
});
afterEach(() => connection.close());

describe('a row', () => {
  it('is read with every column of the table under its own name', () => {
    const asStored = db.prepare('select * from task').get();

    expect(prepareRows(db, 'from task').get()).toEqual(asStored);
    expect([...TASK_COLUMNS].sort()).toEqual(Object.keys(asStored as object).sort());
  });
});

describe('the schema', () => {
  it.each([
    ['an unknown status', `status = 'GONE'`],
    ['an unknown priority', `priority = 'P3'`],
    ['a blank task', `task = ' '`],
    ['a blank criterion', `success_criteria = ''`],
    ['an empty key', `idempotency_key = ''`],
    ['more retries than allowed', 'retries = 4'],
    ['a limit of 21 retries', 'max_retries = 21'],
    ['a text for a number', `run = 'two'`],
    ['progress without a lease', `status = 'IN_PROGRESS', available_at = null`],
    [
      'progress without a holder',
      `status = 'IN_PROGRESS', available_at = null, lease_until = 9, started_at = 1`,
    ],
    ['a lease on a task that waits', `lease_holder = 'w1', lease_until = 9, started_at = 1`],
    ['a task that waits for no instant', 'available_at = null'],
    ['an end without an instant', `status = 'DONE', available_at = null`],
    [
      'a failure without a class',
      `status = 'FAILED', available_at = null, settled_at = 1, next_action = 'x'`,
    ],
    [
      'a final failure without a next action',
      `status = 'FAILED', available_at = null, settled_at = 1, failure_class = 'permanent'`,
    ],
    [
      'a block without a reason',
      `status = 'BLOCKED', available_at = null, settled_at = 1, next_action = 'x'`,
    ],
    [
      'a block without a next action',
      `status = 'BLOCKED', available_at = null, settled_at = 1, blocked_reason = 'review'`,
    ],
    ['a duplicate that is not done', `duplicate_of = 'A'`],
    ['a retry of what did not fail', 'retry_at = 9'],
  ])('cannot hold %s', (_, assignments) => {
    expect(() => db.exec(`update task set ${assignments}`)).toThrow(/CHECK constraint|cannot store TEXT/);
  });

  it('cannot hold a duplicate of a task that does not exist', () => {
    const done = `status = 'DONE', available_at = null, settled_at = 1`;
    expect(() => db.exec(`update task set ${done}, duplicate_of = 'X'`)).toThrow('FOREIGN KEY');
  });

  it('cannot lose or change an event, nor lose a task', () => {
    db.exec(
      `insert into event (task_id, type, at, actor, run, data, prev) values ('A', 'added', 1, 'me', 0, '{}', 0)`,
    );
    expect(() => db.exec('delete from event')).toThrow('an event is deleted only with its task');
    expect(() => db.exec('update event set at = 2')).toThrow('an event is never changed');
    expect(() => db.exec('delete from task')).toThrow('a task is deleted only by a pruning');
  });

  describe('while a pruning is open', () => {
    const done = `status = 'DONE', available_at = null, settled_at = 5`;
    beforeEach(() => {
      db.exec(`
        insert into event (task_id, type, at, actor, run, data, prev) values ('A', 'done', 5, 'me', 0, '{}', 0);
        insert into task (id, ${columns}) select 'B', ${columns} from task;
        insert into event (task_id, type, at, actor, run, data, prev) values ('B', 'added', 9, 'me', 0, '{}', 0);
        insert into pruning_open values (1, 6, 0)`);
    });

    it('lets a done task go that is old enough, after its events', () => {
      db.exec(`update task set ${done} where id = 'A'`);
      db.exec(`delete from event where task_id = 'A'; delete from task where id = 'A'`);
      expect(db.prepare('select id from task').pluck().all()).toEqual(['B']);
    });

    it.each([
      ['that waits', ''],
      [
        'that failed',
        `status = 'FAILED', available_at = null, settled_at = 5, failure_class = 'permanent', next_action = 'x'`,
      ],
      ['that was done later', `${done.replace('5', '6')}`],
      ['that holds a key', `${done}, idempotency_key = 'k'`],
    ])('keeps a task %s, and its events', (_, assignments) => {
      if (assignments !== '') db.exec(`update task set ${assignments} where id = 'A'`);
      if (!assignments.includes('key')) {
        expect(() => db.exec(`delete from event where task_id = 'A'`)).toThrow('an event is deleted only');
      }
      expect(() => db.exec(`delete from task where id = 'A'`)).toThrow('a task is deleted only');
    });

    it('keeps the newest task and the newest event', () => {
      db.exec(`update task set ${done}`);
      db.exec('update pruning_open set settled_before = 10');
      expect(() => db.exec(`delete from event where task_id = 'B'`)).toThrow('an event is deleted only');
      expect(() => db.exec(`delete from task where id = 'B'`)).toThrow('a task is deleted only');
    });
  });

  it('cannot forget a pruning, nor the id of what was pruned, nor give it again', () => {
    db.exec(`
      insert into pruned_task values ('P', 1);
      insert into pruning (settled_before, keys_settled_before, actor, at, tasks, events) values (2, 0, 'me', 3, 1, 1)`);
    expect(() => db.exec('delete from pruned_task')).toThrow('is never forgotten');
    expect(() => db.exec('delete from pruning')).toThrow('is never forgotten');
    expect(
      db.prepare(`insert into task (id, ${columns}) select 'P', ${columns} from task`).run().changes,
    ).toBe(0);
    expect(db.prepare('select id from task').pluck().all()).toEqual(['A']);
  });

  it.each([
    [
      'running',
      `status = 'IN_PROGRESS', available_at = null, lease_holder = 'w1', lease_until = 9, started_at = 1`,
    ],
    ['done', `status = 'DONE', available_at = null, settled_at = 1`],
  ])('cannot hold two %s tasks of one key', (_, assignments) => {
    db.exec(`
      insert into task (id, status, priority, task, success_criteria, max_retries, retries, run,
        created_at, updated_at, available_at, notes, tokens_used)
      select 'B', status, priority, task, success_criteria, 3, 0, 0, 1, 1, 1, '', 0 from task`);
    db.exec(`update task set idempotency_key = 'k'`);
    expect(() => db.exec(`update task set ${assignments}`)).toThrow('UNIQUE');
  });

  it('is written down with its version', () => {
    expect(db.prepare('select version, name from schema_version').all()).toEqual([
      { version: 1, name: 'initial' },
      { version: 2, name: 'token-use' },
      { version: 3, name: 'traceparent' },
      { version: 4, name: 'pruning' },
      { version: 5, name: 'event-chain' },
      { version: 6, name: 'open-tasks' },
    ]);
  });
});

describe('the connection', () => {
  it('holds to foreign keys and syncs every commit', () => {
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
  });

  it.each([
    ['normal', 1],
    ['none', 0],
  ] as const)('syncs less for the durability %s', (durability, level) => {
    const options = { clock: manualClock(), actor: 'test:case', whenMissing: 'create', durability } as const;
    const lax = connect(':memory:', options);
    expect(lax.db.pragma('synchronous', { simple: true })).toBe(level);
    lax.close();
  });
});

describe('the plan of the engine', () => {
  const planOf = (sql: string, parameters: object): string =>
    (db.prepare(`explain query plan ${sql}`).all(parameters) as { detail: string }[])
      .map(({ detail }) => detail)
      .join('\n');

  it('seeks the head of the queue in an index, in order, and looks up leaders by key', () => {
    const plan = planOf(`select * ${headOfQueue('P0')}`, { now: 1 });
    expect(plan).toContain('SEARCH follower USING INDEX task_open (priority=? AND available_at<?)');
    expect(plan).toContain('SEARCH leader USING INDEX task_key (idempotency_key=?)');
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('finds what the watchdog has to do in two indexes, in order', () => {
    const plan = planOf(DUE_FOR_RECOVERY, { now: 1, limit: 10 });
    expect(plan).toContain('INDEX task_open (priority=? AND available_at=? AND lease_until<?)');
    expect(plan).toContain('task_retry');
    expect(plan).not.toMatch(/TEMP B-TREE|SCAN task/);
  });

  it('adds up the tokens of a span from the verdicts of that span alone', () => {
    const plan = planOf(CHARGED_IN_A_SPAN, { from: 1, until: 2 });
    expect(plan).toContain('SEARCH event USING INDEX event_verdict (at>? AND at<?)');
  });

  it('looks for what may be pruned by place, a stretch at a time', () => {
    expect(planOf(STRETCH, { below: 9, limit: 1 })).toContain(
      'SEARCH task USING INTEGER PRIMARY KEY (rowid<?)',
    );
    const plan = planOf(OLD_IN_STRETCH, { below: 9, lowest: 1, settledBefore: 1 });
    expect(plan).toBe('SEARCH task USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
  });

  it('looks for the newer tasks of a series among the newest alone', () => {
    expect(planOf(OF_NEWER, { newest: 1, prefix: 'S-' })).toBe(
      'SEARCH task USING INTEGER PRIMARY KEY (rowid>?)',
    );
  });

  it('counts the tasks in progress where they stand together in an index', () => {
    expect(planOf(COUNT_RUNNING, {})).toBe(
      'SEARCH task USING INDEX task_open (priority=? AND available_at=?)',
    );
  });

  it('lists the tasks in progress from there as well', () => {
    const plan = planOf(`select * ${inPickOrder({ status: 'IN_PROGRESS' })}`, [10]);
    expect(plan).toContain('SEARCH task USING INDEX task_open (priority=? AND available_at=?)');
  });

  it('walks from a task to its events, and sorts none of them', () => {
    const plan = planOf(`${chainOf('id = ?')} select type from chain limit 1`, ['A']);
    expect(plan).toContain('SEARCH task USING INDEX sqlite_autoindex_task_1 (id=?)');
    expect(plan).not.toMatch(/SCAN (task|event)|TEMP B-TREE/);
  });
});
