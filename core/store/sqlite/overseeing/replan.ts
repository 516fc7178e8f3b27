/**
 * `ops replan`: an operator stops running work until its plan is ready, or returns a task to the queue. A run that it
 * adds comes out of the retry budget like any other, unless the whole budget is granted again.
 * Runs inside the caller's transaction.
 */
import { backoffAfter } from '../../../task/retry.js';
import { startsFrom } from '../../../task/transitions.js';
import type { EpochMs } from '../../../time.js';
import { chainOf } from '../record/chain.js';
import type { TaskRow } from '../record/columns.js';
import type { Entry } from '../record/log.js';
import type { Session } from '../record/session.js';
import { prepareAvailableAgain } from '../step/kept-wait.js';
import type { Step } from '../step/move.js';
import { retryOrReplan } from '../step/next-action.js';
import type { No, Of } from './operate.js';

/** Runs of a task since its budget was granted, without those handed back. */
const RUNS_OF_BUDGET = `
  ${chainOf('id = ?')}
  select count(*) filter (where type = 'picked') - count(*) filter (where type = 'lease_released')
  from chain
  where seq > coalesce(
    (select seq from chain where type in ('replan', 'imported') and data ->> 'attempts' = 'reset' limit 1), 0)`;

export function prepareReplan(session: Session): (row: TaskRow, command: Of<'replan'>) => Step | No {
  const runsOfBudget = session.db.prepare<[string], number>(RUNS_OF_BUDGET).pluck();
  const availableAgain = prepareAvailableAgain(session);
  return (row, command) => {
    if (startsFrom('T12', row.status)) return untilReady(session, row, command);
    if (!startsFrom('T13', row.status)) {
      return { because: `it is ${row.status}`, hint: 'finished work is not run again; add a new task' };
    }
    const spent = runsOfBudget.get(row.id) ?? 0;
    const retries = command.retries === 'reset' ? 0 : Math.max(row.retries, spent);
    if (retries > row.max_retries) {
      return {
        because: `its ${row.max_retries} retries are used up`,
        hint: `grant a new budget with: ops replan --id ${row.id} --notes <why> --reset-attempts`,
      };
    }
    return backToQueue(session, row, {
      command,
      retries,
      availableAt: availableAgain(row, session.now()),
    });
  };
}

function untilReady(session: Session, row: TaskRow, command: Of<'replan'>): Step {
  const retries = command.retries === 'reset' ? 0 : row.retries;
  const nextAction = `when the plan is ready, ${retryOrReplan({ ...row, retries }, 'plan')}`;
  return {
    as: 'T12',
    to: { status: 'BLOCKED', settledAt: session.now(), blockedReason: 'replan' },
    changes: { retries, lastError: null, nextAction, notes: [`replan:${command.notes}`] },
    before: [{ type: 'replan', data: told(row, { command, retries }) }],
    event: { type: 'blocked', data: { by: command.by, next_action: nextAction, reason: 'replan' } },
  };
}

interface Granted {
  readonly command: Of<'replan'>;
  /** Retries used up once the command is carried out. */
  readonly retries: number;
}

type BackToQueue = Granted & { readonly availableAt: EpochMs };

function backToQueue(session: Session, row: TaskRow, granted: BackToQueue): Step {
  const { command, retries, availableAt } = granted;
  const usesUp = retries > row.retries;
  return {
    as: 'T13',
    to: { status: 'PENDING', availableAt },
    changes: {
      retries,
      notes: [
        `replan:${command.notes}`,
        ...(usesUp ? [`retry ${retries} of ${row.max_retries}: replan`] : []),
      ],
    },
    before: usesUp ? [retriedEntry(session, row, granted)] : [],
    event: { type: 'replan', data: { ...told(row, granted), not_before_ms: availableAt } },
  };
}

function retriedEntry(session: Session, row: TaskRow, { command, retries, availableAt }: BackToQueue): Entry {
  const wait = row.retry_at === null ? 0 : backoffAfter(row.retries, session.backoff);
  return {
    type: 'retried',
    data: {
      attempt: retries,
      backoff_s: wait / 1000,
      by: command.by,
      max_attempts: row.max_retries,
      not_before_ms: availableAt,
      previous_owner: row.lease_holder,
      reason: 'replan',
    },
  };
}

function told(row: TaskRow, { command, retries }: Granted) {
  const { by, notes } = command;
  return { attempts: command.retries, by, notes, previous_owner: row.lease_holder, retries };
}
