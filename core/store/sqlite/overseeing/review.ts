/**
 * The reviewer gate inside the store: judged, logged and routed in one transaction. Runs inside the caller's
 * transaction; the judgement itself is core/review and pure. The run that was reviewed is the fence: a report of an
 * earlier run moves nothing.
 */
import type { CodedError } from '../../../errors.js';
import { type Review, review } from '../../../review/review.js';
import { backoffAfter } from '../../../task/retry.js';
import type { LeaseProof, WorkerId } from '../../../task/task.js';
import { after } from '../../../time.js';
import type { HandedIn, ReviewedRun, Routed } from '../../store.js';
import type { TaskRow } from '../record/columns.js';
import type { Entry } from '../record/log.js';
import { budgetOf, toTask } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { notFound, prepareRefuse } from '../step/fence.js';
import { prepareMover, type Step } from '../step/move.js';
import { replanCommand } from '../step/next-action.js';

/** Stands for the holder of a task that nobody holds. */
const NOBODY = '-' as WorkerId;

export function prepareReview(
  session: Session,
): (reviewed: ReviewedRun, handedIn: HandedIn) => Routed | CodedError {
  const mover = prepareMover(session);
  const refuse = prepareRefuse(session);
  return ({ taskId, fence }, { report, criteria }) => {
    const row = session.findRow(taskId);
    if (!row) return notFound(taskId);
    const judged = review({ report, criteria: criteria ?? row.success_criteria }, budgetOf(row));
    const proof: LeaseProof = { taskId, fence, holder: row.lease_holder ?? NOBODY };
    const moved = mover.asHolder(row, proof, stepFor(session, row, judged));
    return moved ? { review: judged, task: toTask(moved) } : refuse(proof, 'review');
  };
}

function stepFor(session: Session, row: TaskRow, judged: Review): Step {
  const before = [reviewEntry(row, judged)];
  switch (judged.verdict) {
    case 'PASS':
      return { ...passed(session, row), before };
    case 'RETRY':
      return { ...sentBack(session, row, judged), before };
    case 'BLOCK':
      return { ...blocked(session, row, judged), before };
  }
}

/** One shape for every verdict. */
function reviewEntry(row: TaskRow, { verdict, reasons, missing }: Review): Entry {
  return {
    type: 'review_gate',
    data: {
      attempt: row.retries,
      max_attempts: row.max_retries,
      missing_checks: missing.join('; '),
      reasons: reasons.join(' '),
      verdict,
    },
  };
}

function passed(session: Session, row: TaskRow): Step {
  const notes = 'review passed';
  return {
    as: 'T15',
    to: { status: 'DONE', settledAt: session.now(), duplicateOf: null },
    changes: { lastError: null, notes: [notes] },
    event: { type: 'done', data: { holder: row.lease_holder, notes } },
  };
}

function sentBack(session: Session, row: TaskRow, { reasons }: Review): Step {
  const wait = backoffAfter(row.retries, session.backoff);
  const availableAt = after(session.now(), wait);
  const error = `review: ${reasons.join(' ')}`;
  return {
    as: 'T16',
    to: { status: 'PENDING', availableAt },
    changes: {
      retries: row.retries + 1,
      lastError: error,
      notes: [`retry ${row.retries + 1} of ${row.max_retries}: ${error}`],
    },
    event: {
      type: 'retried',
      data: {
        attempt: row.retries + 1,
        backoff_s: wait / 1000,
        max_attempts: row.max_retries,
        not_before_ms: availableAt,
        previous_owner: row.lease_holder,
        reason: 'review',
      },
    },
  };
}

function blocked(session: Session, row: TaskRow, { reasons }: Review): Step {
  const nextAction = `settle what the review says, then ${replanCommand(row, 'how')}`;
  return {
    as: 'T17',
    to: { status: 'BLOCKED', settledAt: session.now(), blockedReason: 'review' },
    changes: {
      lastError: null,
      nextAction,
      notes: [`review: ${reasons.join(' ')}`, `next: ${nextAction}`],
    },
    event: {
      type: 'blocked',
      data: { holder: row.lease_holder, next_action: nextAction, reason: 'review' },
    },
  };
}
