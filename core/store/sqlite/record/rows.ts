/**
 * From a row to the task it stands for, and from a state to the columns only that state may fill.
 * The schema's constraints hold the same rules; a row that breaks them is damage, not a case.
 */
import { Corrupt } from '../../../errors.js';
import type {
  BlockedReason,
  FailureClass,
  FencingToken,
  Lease,
  Task,
  TaskFacts,
  TaskId,
  WorkerId,
} from '../../../task/task.js';
import type { EpochMs } from '../../../time.js';
import type { TaskRow } from './columns.js';

/** What a status brings with it; everything else of a task is true in every state. */
export type State =
  | { readonly status: 'PENDING'; readonly availableAt: EpochMs }
  | {
      readonly status: 'IN_PROGRESS';
      readonly leaseHolder: WorkerId;
      readonly leaseUntil: EpochMs;
      readonly startedAt: EpochMs;
    }
  | { readonly status: 'DONE'; readonly settledAt: EpochMs; readonly duplicateOf: TaskId | null }
  | {
      readonly status: 'FAILED';
      readonly settledAt: EpochMs;
      readonly failureClass: FailureClass;
      readonly retryAt: EpochMs | null;
    }
  | { readonly status: 'BLOCKED'; readonly settledAt: EpochMs; readonly blockedReason: BlockedReason };

const EMPTY_STATE = {
  available_at: null,
  lease_holder: null,
  lease_until: null,
  started_at: null,
  settled_at: null,
  duplicate_of: null,
  failure_class: null,
  retry_at: null,
  blocked_reason: null,
} as const;

/** The columns that a state fills. */
type StateColumns = Pick<TaskRow, 'status' | keyof typeof EMPTY_STATE>;

/** Every column of a state: those of other states are emptied, a lease first of all. */
export function stateColumns(state: State): StateColumns {
  const { status } = state;
  switch (status) {
    case 'PENDING':
      return { status, ...EMPTY_STATE, available_at: state.availableAt };
    case 'IN_PROGRESS': {
      const { leaseHolder, leaseUntil, startedAt } = state;
      const lease = { lease_holder: leaseHolder, lease_until: leaseUntil, started_at: startedAt };
      return { status, ...EMPTY_STATE, ...lease };
    }
    case 'DONE':
      return { status, ...EMPTY_STATE, settled_at: state.settledAt, duplicate_of: state.duplicateOf };
    case 'FAILED': {
      const { settledAt, failureClass, retryAt } = state;
      const failure = { settled_at: settledAt, failure_class: failureClass, retry_at: retryAt };
      return { status, ...EMPTY_STATE, ...failure };
    }
    case 'BLOCKED':
      return { status, ...EMPTY_STATE, settled_at: state.settledAt, blocked_reason: state.blockedReason };
  }
}

/**
 * The task a row stands for. What its status adds is assigned to a fresh object: a spread followed by new keys
 * costs more than everything else here.
 *
 * @throws Corrupt when a column that its status needs is empty
 */
export function toTask(row: TaskRow): Task {
  const facts = factsOf(row);
  const { status } = row;
  switch (status) {
    case 'PENDING':
      return Object.assign(facts, { status, availableAt: filledIn(row, 'available_at') });
    case 'IN_PROGRESS':
      return Object.assign(facts, { status, lease: leaseOf(row), startedAt: filledIn(row, 'started_at') });
    case 'DONE':
      return Object.assign(facts, {
        status,
        settledAt: filledIn(row, 'settled_at'),
        duplicateOf: row.duplicate_of,
      });
    case 'FAILED':
      return Object.assign(facts, {
        status,
        settledAt: filledIn(row, 'settled_at'),
        failureClass: filledIn(row, 'failure_class'),
        retryAt: row.retry_at,
      });
    case 'BLOCKED':
      return Object.assign(facts, {
        status,
        settledAt: filledIn(row, 'settled_at'),
        blockedReason: filledIn(row, 'blocked_reason'),
      });
  }
}

/** The lease of a row in progress. @throws Corrupt when there is none */
export function leaseOf(row: TaskRow): Lease {
  return {
    taskId: row.id,
    holder: filledIn(row, 'lease_holder'),
    fence: row.run as FencingToken,
    until: filledIn(row, 'lease_until'),
  };
}

/** How much of its retry budget a row has used. */
export function budgetOf(
  row: Pick<TaskRow, 'retries' | 'max_retries'>,
): Pick<TaskFacts, 'retries' | 'maxRetries'> {
  return { retries: row.retries, maxRetries: row.max_retries };
}

/** A column that the row's status promises. @throws Corrupt when it is empty */
export function filledIn<Column extends keyof TaskRow>(
  row: TaskRow,
  column: Column,
): NonNullable<TaskRow[Column]> {
  const value = row[column];
  if (value === null) {
    throw new Corrupt(`expected task ${row.id}, which is ${row.status}, to have a ${column}, found none`, {
      hint: 'stop every process that uses the store and restore it from a backup',
    });
  }
  return value as NonNullable<TaskRow[Column]>;
}

function factsOf(row: TaskRow): TaskFacts {
  return {
    id: row.id,
    seq: row.seq,
    priority: row.priority,
    task: row.task,
    successCriteria: row.success_criteria,
    idempotencyKey: row.idempotency_key,
    maxRetries: row.max_retries,
    retries: row.retries,
    run: row.run,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    dueAt: row.due_at,
    notes: row.notes,
    lastError: row.last_error,
    tokensUsed: row.tokens_used,
    nextAction: row.next_action,
    traceparent: row.traceparent,
  };
}
