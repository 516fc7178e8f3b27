/**
 * What can be read of a store without changing it: one task, the list, the census, and the engine's own checks.
 */
import { Invalid } from '../../../errors.js';
import { wholeFrom } from '../../../task/ids.js';
import { PRIORITIES, STATUSES, type Status, type Task } from '../../../task/task.js';
import type { EpochMs } from '../../../time.js';
import type { Census, ListQuery } from '../../store.js';
import { lostEvents, unreachedEvents } from '../record/chain.js';
import { prepareRows, type RowQuery } from '../record/columns.js';
import { RUNNING } from '../record/open-tasks.js';
import { atMost } from '../record/plan-once.js';
import { toTask } from '../record/rows.js';
import type { Session } from '../record/session.js';

export interface Query {
  find(id: string): Task | null;
  list(query: ListQuery): readonly Task[];
  tasksAfter(seq: number, terms: { readonly limit: number }): readonly Task[];
  census(): Census;
  integrity(): readonly string[];
}

const PICK_ORDER = `order by priority, coalesce(available_at, retry_at, created_at), seq ${atMost('?')}`;
/** Most findings of one kind that are listed. */
const MOST_FINDINGS = 100;

export function prepareQuery(session: Session): Query {
  const lists = new Map<string, RowQuery<[number]>>();
  const listing = (rest: string) => {
    const known = lists.get(rest) ?? prepareRows<[number]>(session.db, rest);
    lists.set(rest, known);
    return known;
  };
  const arrivals = prepareRows<[number, number]>(
    session.db,
    `from task where seq > ? order by seq ${atMost('?')}`,
  );
  return {
    find(id) {
      const row = session.findRow(id);
      return row ? toTask(row) : null;
    },
    list({ limit, ...which }) {
      wholeFrom(1, limit, 'limit');
      return listing(inPickOrder(which)).all(limit).map(toTask);
    },
    tasksAfter(seq, { limit }) {
      wholeFrom(0, seq, 'a place in the order of arrival');
      wholeFrom(1, limit, 'limit');
      return arrivals.all(seq, limit).map(toTask);
    },
    census: prepareCensus(session),
    integrity: () => integrityFindings(session),
  };
}

/** What is asked for is written out and not bound, so that the engine finds what runs in the index of open tasks. */
export function inPickOrder({ status, priority }: Omit<ListQuery, 'limit'>): string {
  const conditions = ['true'];
  if (priority !== undefined) conditions.push(`priority = '${oneOf(PRIORITIES, priority, 'priority')}'`);
  if (status === 'IN_PROGRESS') conditions.push(RUNNING);
  else if (status !== undefined) conditions.push(`status = '${oneOf(STATUSES, status, 'status')}'`);
  return `from task where ${conditions.join(' and ')} ${PICK_ORDER}`;
}

function oneOf<T>(known: readonly T[], given: T, what: string): T {
  if (known.includes(given)) return given;
  throw new Invalid(`expected ${what} to be one of ${known.join(', ')}, got ${String(given)}`);
}

interface CensusRow {
  readonly status: Status;
  readonly total: number;
  readonly waiting: number;
  readonly expired: number;
  readonly final: number;
  readonly skipped: number;
  readonly oldest: EpochMs | null;
}

function prepareCensus({ db, now }: Session): () => Census {
  const count = db.prepare<object, CensusRow>(`
    select status, count(*) as total,
      count(*) filter (where available_at > @now) as waiting,
      count(*) filter (where lease_until <= @now) as expired,
      count(*) filter (where status = 'FAILED' and retry_at is null) as final,
      count(*) filter (where duplicate_of is not null) as skipped,
      min(available_at) filter (where available_at <= @now) as oldest
    from task group by status`);
  return () => {
    const rows = count.all({ now: now() });
    const total = (status: Status) => rows.find((row) => row.status === status)?.total ?? 0;
    const sum = (column: 'waiting' | 'expired' | 'final' | 'skipped') =>
      rows.reduce((soFar, row) => soFar + row[column], 0);
    return {
      byStatus: {
        PENDING: total('PENDING'),
        IN_PROGRESS: total('IN_PROGRESS'),
        DONE: total('DONE'),
        FAILED: total('FAILED'),
        BLOCKED: total('BLOCKED'),
      },
      waiting: sum('waiting'),
      expired: sum('expired'),
      failedFinal: sum('final'),
      skipped: sum('skipped'),
      oldestEligibleAt: rows.find(({ status }) => status === 'PENDING')?.oldest ?? null,
    };
  };
}

function integrityFindings({ db }: Session): string[] {
  const pages = db.pragma(`integrity_check(${MOST_FINDINGS})`) as { readonly integrity_check: string }[];
  const orphans = db.pragma('foreign_key_check') as { readonly table: string; readonly rowid: number }[];
  return [
    ...pages.map((finding) => finding.integrity_check).filter((finding) => finding !== 'ok'),
    ...orphans.map(({ table, rowid }) => `row ${rowid} of ${table} refers to a task that does not exist`),
    ...lostEvents(db, MOST_FINDINGS).map(
      (event) => `task ${event.task_id} leads to event ${event.seq}, which is none of its own`,
    ),
    ...unreachedEvents(db, MOST_FINDINGS).map(
      (event) => `event ${event.seq} of ${event.task_id} is not found from its task`,
    ),
  ];
}
