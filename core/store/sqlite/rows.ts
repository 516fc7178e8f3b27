/**
 * A task as a row: the columns, from row to task, and from a state to the columns only that state may fill.
 * The schema's constraints hold the same rules; a row that breaks them is damage, not a case.
 */
import { Corrupt } from '../../errors.js';
import type {
  BlockedReason,
  FailureClass,
  FencingToken,
  Lease,
  Priority,
  Status,
  Task,
  TaskFacts,
  TaskId,
  WorkerId,
} from '../../task/task.js';
import type { TraceParent } from '../../task/traceparent.js';
import type { EpochMs } from '../../time.js';

/** The table `task`, column by column. */
export interface TaskRow {
  readonly seq: number;
  readonly id: TaskId;
  readonly status: Status;
  readonly priority: Priority;
  readonly task: string;
  readonly success_criteria: string;
  readonly idempotency_key: string | null;
  readonly max_retries: number;
  readonly retries: number;
  readonly run: number;
  readonly created_at: EpochMs;
  readonly updated_at: EpochMs;
  readonly due_at: EpochMs | null;
  readonly available_at: EpochMs | null;
  readonly lease_holder: WorkerId | null;
  readonly lease_until: EpochMs | null;
  readonly started_at: EpochMs | null;
  readonly settled_at: EpochMs | null;
  readonly duplicate_of: TaskId | null;
  readonly failure_class: FailureClass | null;
  readonly retry_at: EpochMs | null;
  readonly blocked_reason: BlockedReason | null;
  readonly notes: string;
  readonly last_error: string | null;
  readonly tokens_used: number;
  readonly next_action: string | null;
  readonly traceparent: TraceParent | null;
}

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
  availableAt: null,
  leaseHolder: null,
  leaseUntil: null,
  startedAt: null,
  settledAt: null,
  duplicateOf: null,
  failureClass: null,
  retryAt: null,
  blockedReason: null,
};

/** Parameters for every column of a state: those of other states are emptied, a lease first of all. */
export function stateParameters(state: State) {
  return { ...EMPTY_STATE, ...state };
}

/** The same as columns of a row. */
export function stateColumns(state: State) {
  const filled = stateParameters(state);
  return {
    status: filled.status,
    available_at: filled.availableAt,
    lease_holder: filled.leaseHolder,
    lease_until: filled.leaseUntil,
    started_at: filled.startedAt,
    settled_at: filled.settledAt,
    duplicate_of: filled.duplicateOf,
    failure_class: filled.failureClass,
    retry_at: filled.retryAt,
    blocked_reason: filled.blockedReason,
  };
}

/** The assignments that go with `stateParameters`. */
export const SET_STATE = `
  status = @status, available_at = @availableAt, lease_holder = @leaseHolder, lease_until = @leaseUntil,
  started_at = @startedAt, settled_at = @settledAt, duplicate_of = @duplicateOf, failure_class = @failureClass,
  retry_at = @retryAt, blocked_reason = @blockedReason`;

/** The task a row stands for. @throws Corrupt when a column that its status needs is empty */
export function toTask(row: TaskRow): Task {
  const facts = factsOf(row);
  switch (row.status) {
    case 'PENDING':
      return { ...facts, status: row.status, availableAt: filledIn(row, 'available_at') };
    case 'IN_PROGRESS':
      return { ...facts, status: row.status, lease: leaseOf(row), startedAt: filledIn(row, 'started_at') };
    case 'DONE':
      return {
        ...facts,
        status: row.status,
        settledAt: filledIn(row, 'settled_at'),
        duplicateOf: row.duplicate_of,
      };
    case 'FAILED':
      return {
        ...facts,
        status: row.status,
        settledAt: filledIn(row, 'settled_at'),
        failureClass: filledIn(row, 'failure_class'),
        retryAt: row.retry_at,
      };
    case 'BLOCKED':
      return {
        ...facts,
        status: row.status,
        settledAt: filledIn(row, 'settled_at'),
        blockedReason: filledIn(row, 'blocked_reason'),
      };
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
export function budgetOf(row: TaskRow): Pick<TaskFacts, 'retries' | 'maxRetries'> {
  return { retries: row.retries, maxRetries: row.max_retries };
}

/** A column that the row's status promises. @throws Corrupt when it is empty */
export function filledIn<Column extends keyof TaskRow>(
  row: TaskRow,
  column: Column,
): NonNullable<TaskRow[Column]> {
  const value = row[column];
  if (value === null) throw new Corrupt(`task ${row.id} is ${row.status} and has no ${column}`);
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
