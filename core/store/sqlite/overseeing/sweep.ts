/**
 * One pass of the watchdog: leases that ran out, and failures that wait for their retry.
 * Each task is looked at again and moved in a transaction of its own, so that two watchdogs grant one retry once,
 * a result that arrived meanwhile stands, and one task's trouble does not undo another's step.
 */
import { hasCode } from '../../../errors.js';
import { backoffAfter, retryLeft } from '../../../task/retry.js';
import { PRIORITIES, type TaskId } from '../../../task/task.js';
import { after } from '../../../time.js';
import type { Swept } from '../../store.js';
import type { Connection } from '../connection/connection.js';
import { chainOf } from '../record/chain.js';
import { prepareRows, type TaskRow } from '../record/columns.js';
import { expired } from '../record/open-tasks.js';
import { atMost } from '../record/plan-once.js';
import { budgetOf, filledIn } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { exhaustedEntry } from '../step/exhaustion.js';
import { prepareMover, type Step } from '../step/move.js';
import { actionAfterFailure } from '../step/next-action.js';

const EXPIRED = `status = 'IN_PROGRESS' and lease_until <= @now`;
const WAITS_FOR_RETRY = `status = 'FAILED' and retry_at is not null`;
/** What one pass looks at: leases first, the longest overdue first. */
export const DUE_FOR_RECOVERY = `
  select id from (
    ${PRIORITIES.map((each) => `select id, lease_until, seq from task where ${expired(each)}`).join(' union all ')}
    order by lease_until, seq ${atMost('@limit')})
  union all
  select id from (select id from task where ${WAITS_FOR_RETRY} order by retry_at, seq ${atMost('@limit')})
  ${atMost('@limit')}`;
const TIMEOUT_ERROR = 'the lease ran out';

type Uses = Pick<Connection, 'read' | 'write'>;

export function prepareSweep(
  session: Session,
  connection: Uses,
): (terms: { readonly limit: number }) => Swept {
  const due = session.db.prepare<object, TaskId>(DUE_FOR_RECOVERY).pluck();
  const stillDue = prepareRows<[object]>(
    session.db,
    `from task where id = @id and ((${EXPIRED}) or (${WAITS_FOR_RETRY}))`,
  );
  const latestHolder = session.db
    .prepare<[string], string>(
      `${chainOf('id = ?')} select data ->> 'holder' from chain where type = 'picked' limit 1`,
    )
    .pluck();
  const mover = prepareMover(session);

  const stepFor = (row: TaskRow): Step => {
    if (row.status === 'FAILED') return requeueFailed(session, row, latestHolder.get(row.id) ?? null);
    return retryLeft(budgetOf(row)) ? requeueExpired(session, row) : giveUpExpired(session, row);
  };
  const recover = (id: TaskId): TaskRow | null => {
    const row = stillDue.get({ id, now: session.now() });
    return row ? mover.byRule(row, stepFor(row)) : null;
  };
  return ({ limit }) => {
    const moved: TaskRow[] = [];
    for (const id of connection.read(() => due.all({ now: session.now(), limit }))) {
      try {
        const row = connection.write(() => recover(id));
        if (row) moved.push(row);
      } catch (error) {
        if (moved.length > 0 && standsInTheWay(error)) break;
        throw error;
      }
    }
    return { requeued: idsOf(moved, 'PENDING'), exhausted: idsOf(moved, 'FAILED') };
  };
}

/** A refusal that the next pass meets at once; what this pass did must be told before. */
function standsInTheWay(error: unknown): boolean {
  return hasCode(error, 'BUSY') || hasCode(error, 'STORE_FULL') || hasCode(error, 'STORE_UNAVAILABLE');
}

function idsOf(rows: readonly TaskRow[], status: TaskRow['status']): TaskId[] {
  return rows.filter((row) => row.status === status).map(({ id }) => id);
}

function requeueFailed(session: Session, row: TaskRow, latestHolder: string | null): Step {
  const retryAt = filledIn(row, 'retry_at');
  return {
    as: 'T7',
    to: { status: 'PENDING', availableAt: retryAt },
    changes: { retries: row.retries + 1, notes: [`retry ${row.retries + 1} of ${row.max_retries}: failed`] },
    event: {
      type: 'retried',
      data: {
        attempt: row.retries + 1,
        backoff_s: backoffAfter(row.retries, session.backoff) / 1000,
        max_attempts: row.max_retries,
        not_before_ms: retryAt,
        previous_owner: latestHolder,
        reason: 'failed',
      },
    },
  };
}

function requeueExpired(session: Session, row: TaskRow): Step {
  const until = filledIn(row, 'lease_until');
  const wait = backoffAfter(row.retries, session.backoff);
  const told = {
    attempt: row.retries + 1,
    backoff_s: wait / 1000,
    max_attempts: row.max_retries,
    not_before_ms: after(until, wait),
    previous_owner: row.lease_holder,
    reason: 'lease_timeout',
  };
  return {
    as: 'T8',
    to: { status: 'PENDING', availableAt: after(until, wait) },
    changes: {
      retries: row.retries + 1,
      lastError: TIMEOUT_ERROR,
      notes: [`retry ${row.retries + 1} of ${row.max_retries}: lease of ${row.lease_holder} ran out`],
    },
    before: [{ type: 'lease_expired', data: { ...told, lease_until: until } }],
    event: { type: 'retried', data: told },
  };
}

function giveUpExpired(session: Session, row: TaskRow): Step {
  const until = filledIn(row, 'lease_until');
  const nextAction = actionAfterFailure(row, 'exhausted');
  const expired = { lease_until: until, previous_owner: row.lease_holder, reason: 'lease_timeout' };
  return {
    as: 'T9',
    to: { status: 'FAILED', settledAt: session.now(), failureClass: 'transient', retryAt: null },
    changes: {
      lastError: TIMEOUT_ERROR,
      nextAction,
      notes: [`failed: lease of ${row.lease_holder} ran out`, `next: ${nextAction}`],
    },
    before: [{ type: 'lease_expired', data: expired }, exhaustedEntry(row, TIMEOUT_ERROR)],
    event: {
      type: 'failed',
      data: {
        class: 'transient',
        error: TIMEOUT_ERROR,
        final: true,
        holder: row.lease_holder,
        next_action: nextAction,
      },
    },
  };
}
