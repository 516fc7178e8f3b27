/**
 * What a task is. The union says what each state holds, so that a task in progress without a lease,
 * or a lease on a finished task, cannot be written down.
 */
import type { DurationMs, EpochMs } from '../time.js';
import type { TraceParent } from './traceparent.js';

declare const brand: unique symbol;
type Named<Name extends string> = string & { readonly [brand]: Name };

/** The caller's name for a task: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$`. */
export type TaskId = Named<'TaskId'>;
/** Who holds a lease. A name, not a proof: the fence proves. */
export type WorkerId = Named<'WorkerId'>;
/** The task's run number: grows by one with every claim. Only the highest may write. */
export type FencingToken = number & { readonly [brand]: 'FencingToken' };
/** Position in the store's event log; grows without repeats. */
export type EventSeq = number & { readonly [brand]: 'EventSeq' };

export type Priority = 'P0' | 'P1' | 'P2';
export type Status = 'PENDING' | 'IN_PROGRESS' | 'DONE' | 'FAILED' | 'BLOCKED';
export type FailureClass = 'transient' | 'permanent';
export type BlockedReason = 'guardrail' | 'operator_cancel' | 'replan' | 'review' | 'external_input';

/** The five states, in the order a person reads them. */
export const STATUSES: readonly Status[] = ['PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'BLOCKED'];
/** P0 is worked first. */
export const PRIORITIES: readonly Priority[] = ['P0', 'P1', 'P2'];

/** What a caller says when it adds a task. */
export interface TaskDraft {
  readonly id: string;
  readonly priority: Priority;
  readonly task: string;
  readonly successCriteria: string;
  /** The caller's name for "the same work"; trimmed, and an empty one is none. */
  readonly idempotencyKey?: string | null;
  /** Retries granted after the first run, 0 to 20; 0 is "never retry". */
  readonly maxRetries?: number;
  readonly dueAt?: EpochMs | null;
  readonly notes?: string;
  /** The trace the task belongs to, as a W3C `traceparent`; it is carried to its events and its worker. */
  readonly traceparent?: string | null;
}

/** What is true of a task in every state. */
export interface TaskFacts {
  readonly id: TaskId;
  /** Arrival order. */
  readonly seq: number;
  readonly priority: Priority;
  readonly task: string;
  readonly successCriteria: string;
  readonly idempotencyKey: string | null;
  readonly maxRetries: number;
  /** Retries granted since the budget was last reset. Invariants: 0 ≤ retries ≤ maxRetries. */
  readonly retries: number;
  /** Claims so far; only ever grows. */
  readonly run: number;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  readonly dueAt: EpochMs | null;
  /** Append-only audit trail; segments joined by ` | `. */
  readonly notes: string;
  /** Text of the latest failure, or null. */
  readonly lastError: string | null;
  /** Highest token use reported for the present or latest run. */
  readonly tokensUsed: number;
  /** What a person has to do; never null when FAILED is final or the task is BLOCKED. */
  readonly nextAction: string | null;
  readonly traceparent: TraceParent | null;
}

/** Temporary, exclusive right to work on one task. */
export interface Lease {
  readonly taskId: TaskId;
  readonly holder: WorkerId;
  readonly fence: FencingToken;
  /** First instant at which the lease is dead. */
  readonly until: EpochMs;
}

/** What a holder must show with every write. */
export type LeaseProof = Pick<Lease, 'taskId' | 'holder' | 'fence'>;

export type Pending = TaskFacts & { readonly status: 'PENDING'; readonly availableAt: EpochMs };
export type InProgress = TaskFacts & {
  readonly status: 'IN_PROGRESS';
  readonly lease: Lease;
  readonly startedAt: EpochMs;
};
export type Done = TaskFacts & {
  readonly status: 'DONE';
  readonly settledAt: EpochMs;
  /** The task whose result this one reuses; null when it did its own work. */
  readonly duplicateOf: TaskId | null;
};
export type Failed = TaskFacts & {
  readonly status: 'FAILED';
  readonly settledAt: EpochMs;
  readonly failureClass: FailureClass;
  /** Earliest next run; null when the failure is final. */
  readonly retryAt: EpochMs | null;
};
export type Blocked = TaskFacts & {
  readonly status: 'BLOCKED';
  readonly settledAt: EpochMs;
  readonly blockedReason: BlockedReason;
};
export type Task = Pending | InProgress | Done | Failed | Blocked;

/** Waits after a failure, by retries already granted; beyond the end, the last. At least one, all positive. */
export type Backoff = readonly [DurationMs, ...DurationMs[]];
