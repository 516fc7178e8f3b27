/**
 * The claim: choose, lease, fence and log in one step. Runs inside the caller's transaction.
 * It seeks the head of the queue once per priority, so its cost does not grow with what is stored.
 */
import {
  type InProgress,
  PRIORITIES,
  type Priority,
  type TaskId,
  type WorkerId,
} from '../../../task/task.js';
import { after, type EpochMs } from '../../../time.js';
import type { ClaimTerms } from '../../store.js';
import { prepareRows, type TaskRow } from '../record/columns.js';
import { LEADS } from '../record/leader.js';
import { LONGEST_AVAILABLE_FIRST, RUNNING, runnable } from '../record/open-tasks.js';
import { toTask } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { prepareMover } from '../step/move.js';

/** The head of one priority that no leader of its key holds back. */
export function headOfQueue(priority: Priority): string {
  return `
    from task as follower
    where ${runnable(priority)}
      and (idempotency_key is null or not exists (select 1 from task as leader where ${LEADS}))
    order by ${LONGEST_AVAILABLE_FIRST} limit 1`;
}

/** The row id of the first head there is, the most urgent first; null when there is none. */
const FIRST_HEAD = `coalesce(${PRIORITIES.map((each) => `(select seq ${headOfQueue(each)})`).join(', ')})`;

export const COUNT_RUNNING = `select count(*) from task where ${RUNNING}`;

/** Most duplicates settled in one transaction, so that it stays short. */
const MOST_SKIPS = 100;

/** `again`: only duplicates were met so far, and there may be more behind them. */
export type ClaimOutcome = InProgress | null | 'again';

export interface Claim {
  /** Whether a task is runnable now: a look without a lock, so that an idle worker never holds up a busy one. */
  worthTrying(): boolean;
  attempt(holder: WorkerId, terms: ClaimTerms): ClaimOutcome;
}

export function prepareClaim(session: Session): Claim {
  const { db } = session;
  const next = prepareRows<[object]>(db, `from task where seq = ${FIRST_HEAD}`);
  const isWork = db.prepare<object, number>(`select ${FIRST_HEAD} is not null`).pluck();
  const running = db.prepare<[], number>(COUNT_RUNNING).pluck();
  const doneTwin = db
    .prepare<[string], TaskId>(
      `select id from task where idempotency_key = ? and status = 'DONE' and duplicate_of is null`,
    )
    .pluck();
  const mover = prepareMover(session);

  const skip = (row: TaskRow, original: TaskId, now: EpochMs): TaskRow =>
    mover.byRule(row, {
      as: 'T3',
      to: { status: 'DONE', settledAt: now, duplicateOf: original },
      changes: { lastError: null, notes: [`duplicate of ${original}`] },
      event: {
        type: 'idempotency_skipped',
        data: { duplicate_of: original, idempotency_key: row.idempotency_key, reason: 'already_done' },
      },
    });
  const take = (row: TaskRow, holder: WorkerId, until: EpochMs): InProgress => {
    const run = row.run + 1;
    const moved = mover.byRule(row, {
      as: 'T2',
      to: { status: 'IN_PROGRESS', leaseHolder: holder, leaseUntil: until, startedAt: session.now() },
      changes: { run, tokensUsed: 0 },
      event: { type: 'picked', data: { holder, lease_until: until, run } },
    });
    return toTask(moved) as InProgress;
  };
  const attempt = (holder: WorkerId, { leaseFor, maxInProgress }: ClaimTerms): ClaimOutcome => {
    const now = session.now();
    if (maxInProgress !== undefined && (running.get() ?? 0) >= maxInProgress) return null;
    for (let skips = 0; skips < MOST_SKIPS; skips += 1) {
      const row = next.get({ now });
      if (!row) return null;
      const original = row.idempotency_key === null ? undefined : doneTwin.get(row.idempotency_key);
      if (original === undefined) return take(row, holder, after(now, leaseFor));
      skip(row, original, now);
    }
    return 'again';
  };
  return { worthTrying: () => isWork.get({ now: session.now() }) === 1, attempt };
}
