/**
 * The operator's commands: cancel, replan, retry, resolve. Runs inside the caller's transaction.
 * Which states a command takes is asked of the transition table; a command it has no row for leaves an event.
 */
import { type CodedError, IllegalTransition } from '../../errors.js';
import type { Task } from '../../task/task.js';
import { startsFrom } from '../../task/transitions.js';
import type { OperatorCommand } from '../store.js';
import type { TaskRow } from './columns.js';
import { notFound } from './fence.js';
import { prepareMover, type Step } from './move.js';
import { prepareResolve } from './resolve.js';
import { retry } from './retry.js';
import { toTask } from './rows.js';
import type { Session } from './session.js';

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
  const resolve = prepareResolve(session);
  return (command) => {
    const row = session.findRow(command.id);
    if (!row) return notFound(command.id);
    const answer = command.kind === 'resolve' ? resolve(row, command) : answerTo(session, row, command);
    if (answer === 'unchanged') return toTask(row);
    if (!('because' in answer)) return toTask(mover.byRule(row, answer));
    session.log(row, {
      type: 'transition_rejected',
      data: { action: command.kind, by: command.by, because: answer.because, status: row.status },
    });
    return new IllegalTransition(`${command.kind} of ${row.id} refused: ${answer.because}`, {
      hint: answer.hint,
    });
  };
}

function answerTo(session: Session, row: TaskRow, command: Of<'cancel' | 'replan' | 'retry'>): Answer {
  switch (command.kind) {
    case 'cancel':
      return cancel(session, row, command);
    case 'replan':
      return replan(session, row, command);
    case 'retry':
      return retry(session, row, command);
  }
}

function cancel(session: Session, row: TaskRow, { by }: Of<'cancel'>): Step | No {
  if (!startsFrom('T11', row.status)) {
    return {
      because: `it is ${row.status}`,
      hint: 'only a task that is PENDING or IN_PROGRESS can be cancelled',
    };
  }
  const nextAction = `ops retry --id ${row.id}, or ops replan --id ${row.id} --notes <what changed>`;
  return {
    as: 'T11',
    to: { status: 'BLOCKED', settledAt: session.now(), blockedReason: 'operator_cancel' },
    changes: { lastError: null, nextAction, notes: ['cancelled_by_operator'] },
    before: [{ type: 'cancelled', data: { by, previous_owner: row.lease_holder } }],
    event: { type: 'blocked', data: { by, next_action: nextAction, reason: 'operator_cancel' } },
  };
}

function replan(session: Session, row: TaskRow, command: Of<'replan'>): Step | No {
  const { by, notes } = command;
  const retries = command.retries === 'reset' ? 0 : row.retries;
  const told = { attempts: command.retries, by, notes, previous_owner: row.lease_holder, retries };
  const changes = { retries, notes: [`replan:${notes}`] };
  if (startsFrom('T12', row.status)) {
    const nextAction = `ops retry --id ${row.id} when the plan is ready, or ops replan --id ${row.id} --notes <plan>`;
    return {
      as: 'T12',
      to: { status: 'BLOCKED', settledAt: session.now(), blockedReason: 'replan' },
      changes: { ...changes, lastError: null, nextAction },
      before: [{ type: 'replan', data: told }],
      event: { type: 'blocked', data: { by, next_action: nextAction, reason: 'replan' } },
    };
  }
  if (!startsFrom('T13', row.status)) {
    return { because: `it is ${row.status}`, hint: 'finished work is not run again; add a new task' };
  }
  const availableAt = row.available_at ?? row.retry_at ?? session.now();
  return {
    as: 'T13',
    to: { status: 'PENDING', availableAt },
    changes,
    event: { type: 'replan', data: { ...told, not_before_ms: availableAt } },
  };
}
