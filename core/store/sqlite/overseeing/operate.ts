/**
 * The operator's commands: cancel, replan, retry, resolve. Runs inside the caller's transaction.
 * Which states a command takes is asked of the transition table; a command it has no row for leaves an event.
 */
import { type CodedError, IllegalTransition } from '../../../errors.js';
import type { Task } from '../../../task/task.js';
import { startsFrom } from '../../../task/transitions.js';
import type { OperatorCommand } from '../../store.js';
import type { TaskRow } from '../record/columns.js';
import { toTask } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { notFound } from '../step/fence.js';
import { prepareMover, type Step } from '../step/move.js';
import { retryOrReplan } from '../step/next-action.js';
import { prepareReplan } from './replan.js';
import { prepareResolve } from './resolve.js';
import { prepareRetry } from './retry.js';

export type Of<Kind extends OperatorCommand['kind']> = Extract<OperatorCommand, { kind: Kind }>;
/** Why a command is refused, and what the operator does instead. */
export interface No {
  readonly because: string;
  readonly hint: string;
}
/** `unchanged`: the task is already where the command would bring it. */
export type Answer = Step | No | 'unchanged';

export function prepareOperate(session: Session): (command: OperatorCommand) => Task | CodedError {
  const mover = prepareMover(session);
  const replan = prepareReplan(session);
  const retry = prepareRetry(session);
  const resolve = prepareResolve(session);
  const answerTo = (row: TaskRow, command: OperatorCommand): Answer => {
    switch (command.kind) {
      case 'cancel':
        return cancel(session, row, command);
      case 'replan':
        return replan(row, command);
      case 'retry':
        return retry(row, command);
      case 'resolve':
        return resolve(row, command);
    }
  };
  return (command) => {
    const row = session.findRow(command.id);
    if (!row) return notFound(command.id);
    const answer = answerTo(row, command);
    if (answer === 'unchanged') return toTask(row);
    if (!('because' in answer)) return toTask(mover.byRule(row, answer));
    session.log.note(row, {
      type: 'transition_rejected',
      data: { action: command.kind, by: command.by, because: answer.because, status: row.status },
    });
    return new IllegalTransition(`${command.kind} of ${row.id} refused: ${answer.because}`, {
      hint: answer.hint,
    });
  };
}

function cancel(session: Session, row: TaskRow, { by }: Of<'cancel'>): Step | No {
  if (!startsFrom('T11', row.status)) {
    return {
      because: `it is ${row.status}`,
      hint: 'only a task that is PENDING or IN_PROGRESS can be cancelled',
    };
  }
  const nextAction = retryOrReplan(row, 'what changed');
  return {
    as: 'T11',
    to: { status: 'BLOCKED', settledAt: session.now(), blockedReason: 'operator_cancel' },
    changes: { lastError: null, nextAction, notes: ['cancelled_by_operator'] },
    before: [{ type: 'cancelled', data: { by, previous_owner: row.lease_holder } }],
    event: { type: 'blocked', data: { by, next_action: nextAction, reason: 'operator_cancel' } },
  };
}
