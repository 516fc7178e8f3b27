/**
 * `node fill.js <path> <done> <delayed> <ready>`: a store as large as wanted, by few statements. The schema is the one
 * the store makes, no index or trigger is dropped, and every row has the events that explain it; only the sync of the
 * disk is put off to the end. What it makes passes the deep check.
 */
import { fileURLToPath } from 'node:url';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { openStore, systemClock } from '../../core/index.js';
import { DELAYED, DONE, type Kind, READY } from './kinds.js';

/** How many tasks of each kind; they arrive in this order. */
export interface Amounts {
  readonly done: number;
  /** At the highest priority, not to be claimed before a day from now. */
  readonly delayed: number;
  readonly ready: number;
}

const MINUTE = 60_000;

/** Makes the store at `path`. @throws Error when there is one already, or no room */
export async function fill(path: string, { done, delayed, ready }: Amounts): Promise<void> {
  const terms = { clock: systemClock, actor: 'operator:bench', whenMissing: 'create' } as const;
  await (await openStore(path, terms)).close();
  const db = new SqliteDatabase(path);
  try {
    db.pragma('journal_mode = delete');
    db.pragma('journal_mode = memory');
    db.pragma('synchronous = off');
    db.pragma('cache_size = -524288');
    const shares: readonly (readonly [Kind, number])[] = [
      [DONE, done],
      [DELAYED, delayed],
      [READY, ready],
    ];
    const span = shares.reduce((sum, [kind, count]) => sum + kind.events.length * count, 0);
    let from = Date.now() - span - MINUTE;
    for (const [kind, count] of shares) {
      insert(db, kind, { count, from });
      from += kind.events.length * count;
    }
    db.pragma('synchronous = full');
    db.pragma('journal_mode = wal');
  } finally {
    db.close();
  }
}

interface Batch {
  readonly count: number;
  /** The instant of the first event; each has a millisecond of its own. */
  readonly from: number;
}

function insert(db: Database, kind: Kind, { count, from }: Batch): void {
  const each = kind.events.length;
  const numbers = `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @count)`;
  if (count === 0) return;
  const newest = db.prepare<[], number>('select coalesce(max(seq), 0) from event').pluck().get() ?? 0;
  const batch = { count, from, each, newest };
  db.prepare(`${numbers} insert into task (
      id, status, priority, task, success_criteria, max_retries, retries, run, created_at, updated_at, available_at,
      settled_at, notes, last_error, tokens_used, last_event)
    select ${kind.id}, ${kind.row('@from + i * @each')}, @newest + (i + 1) * @each from n`).run(batch);
  const nth = kind.events.map((_, at) => `select ${at} as k`).join(' union all ');
  const choose = (column: 'type' | 'actor' | 'run' | 'from' | 'to' | 'data') =>
    `case k ${kind.events.map((event, at) => `when ${at} then ${event[column]}`).join(' ')} end`;
  db.prepare(`${numbers} insert into event (
      seq, task_id, type, at, actor, run, from_status, to_status, data, prev)
    select @newest + i * @each + k + 1, ${kind.id}, ${choose('type')}, @from + i * @each + k, ${choose('actor')}, ${choose('run')},
      ${choose('from')}, ${choose('to')}, ${choose('data')}, iif(k = 0, 0, @newest + i * @each + k)
    from n cross join (${nth})`).run(batch);
}

const [path = '', done = '0', delayed = '0', ready = '0'] = process.argv.slice(2);
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await fill(path, { done: Number(done), delayed: Number(delayed), ready: Number(ready) });
  process.stdout.write('{}\n');
}
