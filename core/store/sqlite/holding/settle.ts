/**
 * How a holder ends its run: DONE, FAILED or BLOCKED. Runs inside the caller's transaction.
 * A report that comes with a completion is judged first; BLOCK settles as BLOCKED instead.
 */
import type { CodedError } from '../../../errors.js';
import { aftermath } from '../../../task/retry.js';
import type { LeaseProof, Task } from '../../../task/task.js';
import type { Completion, Failure } from '../../store.js';
import type { TaskRow } from '../record/columns.js';
import { budgetOf, toTask } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { exhaustedEntry, prepareRepeated } from '../step/exhaustion.js';
import { type HolderAction, prepareRefuse } from '../step/fence.js';
import { blockingStep, guardrailEntry, judgeRow } from '../step/guard.js';
import { prepareMover, type Step } from '../step/move.js';
import { actionAfterFailure } from '../step/next-action.js';

type Settled = Task | CodedError;

export interface Settle {
  complete(proof: LeaseProof, completion: Completion): Settled;
  fail(proof: LeaseProof, failure: Failure): Settled;
  block(proof: LeaseProof, nextAction: string): Settled;
}

export function prepareSettle(session: Session): Settle {
  const mover = prepareMover(session);
  const refuse = prepareRefuse(session);
  const repeated = prepareRepeated(session);

  const settle = (proof: LeaseProof, action: HolderAction, stepFrom: (row: TaskRow) => Step): Settled => {
    const row = session.findRow(proof.taskId);
    const moved = row && mover.asHolder(row, proof, stepFrom(row));
    return moved ? toTask(moved) : refuse(proof, action);
  };
  return {
    complete: (proof, completion) => settle(proof, 'complete', (row) => doneStep(session, row, completion)),
    fail: (proof, failure) =>
      settle(proof, 'fail', (row) =>
        failedStep(session, row, { ...failure, repeated: repeated(row, failure.error) }),
      ),
    block: (proof, nextAction) => settle(proof, 'block', (row) => blockedStep(session, row, nextAction)),
  };
}

function doneStep(session: Session, row: TaskRow, { notes, report }: Completion): Step {
  const verdict = report && judgeRow(session, row, { ...report, settlesAs: 'DONE' });
  if (report && verdict?.action === 'BLOCK') return blockingStep(session, row, { report, verdict });
  return {
    as: 'T4',
    to: { status: 'DONE', settledAt: session.now(), duplicateOf: null },
    changes: { lastError: null, notes: [notes], tokensUsed: Math.max(row.tokens_used, verdict?.tokens ?? 0) },
    before: report && verdict ? [guardrailEntry(session, row, { report, verdict })] : [],
    event: { type: 'done', data: { holder: row.lease_holder, notes } },
  };
}

interface JudgedFailure extends Failure {
  /** Whether every run since the last reset ended with this same error. */
  readonly repeated: boolean;
}

function failedStep(session: Session, row: TaskRow, failure: JudgedFailure): Step {
  const next = aftermath(budgetOf(row), { class: failure.class, at: session.now() }, session.backoff);
  const told = { class: failure.class, error: failure.error, holder: row.lease_holder };
  const to = { status: 'FAILED', settledAt: session.now(), failureClass: failure.class } as const;
  const note = `failed: ${failure.error}`;
  if (next.kind === 'retry') {
    return {
      as: 'T5',
      to: { ...to, retryAt: next.retryAt },
      changes: { lastError: failure.error, notes: [note] },
      event: {
        type: 'failed',
        data: { ...told, backoff_s: next.wait / 1000, final: false, not_before_ms: next.retryAt },
      },
    };
  }
  const nextAction = actionAfterFailure(row, next.because);
  const sameAgain = next.because === 'exhausted' && failure.repeated ? ['the same error on every run'] : [];
  return {
    as: 'T6',
    to: { ...to, retryAt: null },
    changes: { lastError: failure.error, nextAction, notes: [note, ...sameAgain, `next: ${nextAction}`] },
    event: { type: 'failed', data: { ...told, final: true, next_action: nextAction } },
    after: next.because === 'exhausted' ? [exhaustedEntry(row, failure.error)] : [],
  };
}

function blockedStep(session: Session, row: TaskRow, nextAction: string): Step {
  return {
    as: 'T17',
    to: { status: 'BLOCKED', settledAt: session.now(), blockedReason: 'external_input' },
    changes: { lastError: null, nextAction, notes: [`blocked: ${nextAction}`] },
    event: {
      type: 'blocked',
      data: { holder: row.lease_holder, next_action: nextAction, reason: 'external_input' },
    },
  };
}
