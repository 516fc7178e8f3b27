/**
 * `ops resolve`: an operator settles a task without a lease, because the work was done or given up elsewhere.
 * Runs inside the caller's transaction; what is finished stays finished.
 */
import { startsFrom } from '../../../task/transitions.js';
import type { TaskRow } from '../record/columns.js';
import type { Session } from '../record/session.js';
import type { Step } from '../step/move.js';
import { replanCommand } from '../step/next-action.js';
import { prepareOriginalOf } from '../step/original.js';
import type { No, Of } from './operate.js';

/** `unchanged`: it has failed for good already. */
type Resolution = Step | No | 'unchanged';

export function prepareResolve(session: Session): (row: TaskRow, command: Of<'resolve'>) => Resolution {
  const originalOf = prepareOriginalOf(session);
  return (row, command) => {
    if (!startsFrom('RESOLVE', row.status)) {
      return { because: `it is ${row.status}`, hint: 'finished work keeps its result; add a new task' };
    }
    if (command.as === 'failed') return failedByOperator(session, row, command);
    const duplicateOf = originalOf(row.id, row.idempotency_key);
    return {
      as: 'RESOLVE',
      to: { status: 'DONE', settledAt: session.now(), duplicateOf },
      changes: { lastError: null, notes: [`resolved as done by ${command.by}: ${command.reason}`] },
      event: { type: 'resolved', data: { ...told(row, command), duplicate_of: duplicateOf } },
    };
  };
}

function failedByOperator(session: Session, row: TaskRow, command: Of<'resolve'>): Resolution {
  if (row.status === 'FAILED' && row.retry_at === null) return 'unchanged';
  const nextAction = `nothing, unless it is wanted after all: ${replanCommand(row, 'why')}`;
  return {
    as: 'RESOLVE',
    to: { status: 'FAILED', settledAt: session.now(), failureClass: 'permanent', retryAt: null },
    changes: {
      lastError: command.reason,
      nextAction,
      notes: [`resolved as failed by ${command.by}: ${command.reason}`, `next: ${nextAction}`],
    },
    event: { type: 'resolved', data: { ...told(row, command), next_action: nextAction } },
  };
}

function told(row: TaskRow, { as, by, reason }: Of<'resolve'>) {
  return { as, by, previous_owner: row.lease_holder, reason };
}
