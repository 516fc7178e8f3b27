/**
 * What a store promises. Each method is one whole transition in one transaction with its events, and takes no
 * connection, transaction or callback; so the next store can be another database.
 *
 * Invariants (docs/invariants.md): INV-01 to INV-10.
 * Every method may throw `Busy` (nothing changed, try again), `StoreFull` and `Corrupt`.
 */
import type { GuardrailVerdict, WorkerReport } from '../guardrails/decision.js';
import type { TaskEvent } from '../task/event.js';
import type {
  EventSeq,
  FailureClass,
  InProgress,
  Lease,
  LeaseProof,
  Status,
  Task,
  TaskDraft,
  TaskId,
  WorkerId,
} from '../task/task.js';
import type { DurationMs, EpochMs } from '../time.js';

export interface Store {
  /** @throws Invalid, DuplicateId */
  enqueue(draft: TaskDraft): Promise<Task>;
  /** Takes in rows of a rendered queue in one transaction; rows the store holds already are left alone. */
  importTasks(rows: readonly ImportedTask[]): Promise<ImportOutcome>;
  /** Chooses, leases, fences and logs in one step. `null`: nothing is runnable now, or the cap is reached. */
  claim(holder: WorkerId, terms: ClaimTerms): Promise<InProgress | null>;
  /** @throws LeaseLost when the fence is not the highest or the lease ran out; NotFound */
  heartbeat(proof: LeaseProof, terms: { readonly leaseFor: DurationMs }): Promise<Lease>;
  /**
   * Judges a worker's report against the budget; BLOCK blocks the task and revokes its lease in the same step.
   * @throws LeaseLost, NotFound; never IllegalTransition: a verdict on a finished task changes nothing and says so.
   */
  report(proof: LeaseProof, report: WorkerReport): Promise<GuardrailVerdict>;
  /**
   * Settles as DONE; with a report whose verdict is BLOCK, settles as BLOCKED.
   * @throws LeaseLost, IllegalTransition, NotFound
   */
  complete(proof: LeaseProof, completion: Completion): Promise<Task>;
  /** Settles as FAILED: to be retried when transient and retries are left, else final. @throws as `complete` */
  fail(proof: LeaseProof, failure: Failure): Promise<Task>;
  /** Settles as BLOCKED: the work needs input from outside. @throws as `complete` */
  block(proof: LeaseProof, cause: { readonly nextAction: string }): Promise<Task>;
  /** One bounded pass of the watchdog over leases that ran out and failures that wait for a retry. */
  sweep(terms: { readonly limit: number }): Promise<Swept>;
  /** @throws NotFound, IllegalTransition (also when no retry is left) */
  operate(command: OperatorCommand): Promise<Task>;
  find(id: TaskId): Promise<Task | null>;
  /** In pick order: priority, then eligible time, then arrival. */
  list(query: ListQuery): Promise<readonly Task[]>;
  census(): Promise<Census>;
  eventsAfter(seq: EventSeq, terms: EventTerms): Promise<readonly TaskEvent[]>;
  /** The engine's own integrity and foreign-key checks: the findings, empty when there are none. */
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface ClaimTerms {
  readonly leaseFor: DurationMs;
  /** Refuses to claim when this many tasks are in progress; absent: no cap. Checked inside the transaction. */
  readonly maxInProgress?: number;
}

export interface Completion {
  readonly notes: string;
  readonly report?: WorkerReport;
}

export interface Failure {
  readonly error: string;
  readonly class: FailureClass;
}

export interface Swept {
  readonly requeued: readonly TaskId[];
  readonly exhausted: readonly TaskId[];
}

export type OperatorCommand =
  | { readonly kind: 'cancel'; readonly id: TaskId; readonly by: string }
  | {
      readonly kind: 'replan';
      readonly id: TaskId;
      readonly by: string;
      readonly notes: string;
      readonly retries: 'keep' | 'reset';
    }
  | {
      readonly kind: 'retry';
      readonly id: TaskId;
      readonly by: string;
      readonly when: 'after-backoff' | 'now';
    };

export interface ListQuery {
  readonly status?: Status;
  readonly limit: number;
}

export interface EventTerms {
  readonly limit: number;
  /** Only this task's events. */
  readonly taskId?: TaskId;
}

/** How many tasks there are, by state and by what the state hides. */
export interface Census {
  readonly byStatus: Readonly<Record<Status, number>>;
  /** PENDING, but not before a later instant. */
  readonly waiting: number;
  /** Since when the longest-waiting runnable task has been runnable; null when none is. */
  readonly oldestEligibleAt: EpochMs | null;
  /** IN_PROGRESS under a lease that ran out. */
  readonly expired: number;
  /** FAILED with no retry left to come. */
  readonly failedFinal: number;
  /** DONE as the duplicate of another task. */
  readonly skipped: number;
}

/** One row of a rendered queue, as data. IN_PROGRESS arrives as PENDING: no lease can exist for it. */
export interface ImportedTask extends TaskDraft {
  readonly status: Status;
}

export interface ImportOutcome {
  readonly imported: readonly TaskId[];
  readonly skipped: readonly TaskId[];
}
