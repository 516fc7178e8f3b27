/**
 * `ops retry`: an operator returns a task to the queue out of its retry budget, after its backoff or at once.
 * Runs inside the caller's transaction.
 */
import { roughDuration } from '../../../duration.js';
import { backoffAfter, retryLeft } from '../../../task/retry.js';
import { startsFrom } from '../../../task/transitions.js';
import { after, type EpochMs } from '../../../time.js';
import type { TaskRow } from '../record/columns.js';
import { budgetOf, filledIn } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { prepareAvailableAgain } from '../step/kept-wait.js';
import type { Step } from '../step/move.js';
import type { Answer, No, Of } from './operate.js';

export function prepareRetry(session: Session): (row: TaskRow, command: Of<'retry'>) => Answer {
  const availableAgain = prepareAvailableAgain(session);
  return (row, { by, when }) => {
    if (row.status === 'PENDING') return when === 'now' ? clearBackoff(session, row, by) : 'unchanged';
    const refusal = refusalOf(session, row);
    if (refusal !== null) return refusal;
    const wait = backoffAfter(row.retries, session.backoff);
    return when === 'now'
      ? retryStep(row, { by, backoff: 'cleared', wait: 0, availableAt: session.now() })
      : retryStep(row, {
          ...{ by, backoff: 'kept', wait },
          availableAt: availableAgain(row, after(endOfRun(session, row), wait)),
        });
  };
}

function refusalOf(session: Session, row: TaskRow): No | null {
  if (!startsFrom('T14', row.status)) {
    return { because: `it is ${row.status}`, hint: 'finished work is not run again; add a new task' };
  }
  const leaseLeft = (row.lease_until ?? 0) - session.now();
  if (leaseLeft > 0) {
    return {
      because: `${row.lease_holder} holds a live lease for another ${roughDuration(leaseLeft)}`,
      hint: `wait for it, or stop the work first with: ops cancel --id ${row.id}`,
    };
  }
  if (retryLeft(budgetOf(row))) return null;
  return {
    because: `its ${row.max_retries} retries are used up`,
    hint: `grant a new budget with: ops replan --id ${row.id} --notes <why> --reset-attempts`,
  };
}

interface Retry {
  readonly by: string;
  readonly backoff: 'kept' | 'cleared';
  readonly wait: number;
  readonly availableAt: EpochMs;
}

function retryStep(row: TaskRow, { by, backoff, wait, availableAt }: Retry): Step {
  return {
    as: 'T14',
    to: { status: 'PENDING', availableAt },
    changes: {
      retries: row.retries + 1,
      notes: [`retry ${row.retries + 1} of ${row.max_retries}: operator`],
    },
    event: {
      type: 'retried',
      data: {
        attempt: row.retries + 1,
        backoff,
        backoff_s: wait / 1000,
        by,
        max_attempts: row.max_retries,
        not_before_ms: availableAt,
        previous_owner: row.lease_holder,
        reason: 'operator_retry',
      },
    },
  };
}

/** The retry was granted and counted already; only the wait for it is left to end. */
function clearBackoff(session: Session, row: TaskRow, by: string): Answer {
  const now = session.now();
  const availableAt = filledIn(row, 'available_at');
  if (availableAt <= now) return 'unchanged';
  return {
    as: 'CLEAR_BACKOFF',
    to: { status: 'PENDING', availableAt: now },
    changes: { notes: ['backoff cleared: operator'] },
    event: { type: 'backoff_cleared', data: { by, cleared_ms: availableAt - now, not_before_ms: now } },
  };
}

/** When the latest run ended: by its lease, or by its settlement. The wait counts from there. */
function endOfRun(session: Session, row: TaskRow): EpochMs {
  return row.lease_until ?? row.settled_at ?? session.now();
}
