/**
 * What a store promises. Each method is one whole transition in one transaction with its events, and takes no
 * connection, transaction or callback; so the next store can be another database.
 *
 * Invariants (docs/invariants.md): INV-01 to INV-10.
 * Every method may throw `Busy` (nothing changed, try again), `StoreFull` and `Corrupt`.
 */
import type { GuardrailVerdict, WorkerReport } from '../guardrails/decision.js';
import type { Review } from '../review/review.js';
import type { TaskEvent } from '../task/event.js';
import type {
  EventSeq,
  FailureClass,
  InProgress,
  Lease,
  LeaseProof,
  Priority,
  Status,
  Task,
  TaskDraft,
  TaskId,
  WorkerId,
} from '../task/task.js';
import type { DurationMs, EpochMs } from '../time.js';
import type { Pruned, PruneTerms, Pruning } from './pruning.js';

export interface Store {
  /** @throws Invalid, DuplicateId */
  enqueue(draft: TaskDraft): Promise<Task>;
  /** Adds tasks, all or none, under the next free numbers of a series: `ORCH-` gives `ORCH-001`. @throws Invalid */
  enqueueSeries(prefix: string, drafts: readonly SeriesDraft[]): Promise<readonly Task[]>;
  /**
   * Takes in rows of a rendered queue, all or none. Rows the store holds already are left alone, unless told.
   * @throws Invalid; IllegalTransition when a task that runs or is DONE would be overwritten
   */
  importTasks(rows: readonly ImportedTask[], terms?: ImportTerms): Promise<ImportOutcome>;
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
  /**
   * Hands an unfinished run back: the task is PENDING and may be claimed at once, and no retry is used up.
   * @throws as `complete`
   */
  release(proof: LeaseProof, cause: { readonly reason: string }): Promise<Task>;
  /**
   * Judges a report without a lease, for an enforcer beside the worker; BLOCK blocks a task that waits or runs and
   * revokes its lease. A verdict on a task in any other state is logged, not applied. @throws NotFound, Invalid
   */
  enforce(id: TaskId, report: WorkerReport): Promise<GuardrailVerdict>;
  /**
   * Judges what a run handed in against its success criteria and routes the task: PASS to DONE, RETRY to PENDING
   * after its backoff, BLOCK to BLOCKED.
   * @throws LeaseLost when that run is not the one in progress under a live lease; NotFound
   */
  review(reviewed: ReviewedRun, handedIn: HandedIn): Promise<Routed>;
  /** One bounded pass of the watchdog over leases that ran out and failures that wait for a retry. */
  sweep(terms: { readonly limit: number }): Promise<Swept>;
  /** @throws NotFound, IllegalTransition (also when no retry is left) */
  operate(command: OperatorCommand): Promise<Task>;
  find(id: TaskId): Promise<Task | null>;
  /** In pick order: priority, then eligible time, then arrival. */
  list(query: ListQuery): Promise<readonly Task[]>;
  /** In the order of arrival, from after a place (`seq`): for whoever looks at every task, a part at a time. */
  tasksAfter(seq: number, terms: { readonly limit: number }): Promise<readonly Task[]>;
  census(): Promise<Census>;
  /** Tokens charged by the reports of one task over all its runs, or of all tasks between two instants. */
  tokensCharged(scope: TokenScope): Promise<number>;
  eventsAfter(seq: EventSeq, terms: EventTerms): Promise<readonly TaskEvent[]>;
  /**
   * One step of retention: deletes DONE tasks of a certain age with their events, in one transaction, and keeps their
   * ids, which are never given again. No other task is deleted, and none that holds an idempotency key unless told.
   * @throws Invalid
   */
  prune(terms: PruneTerms): Promise<Pruned>;
  /** Every pruning so far, the latest last. */
  prunings(): Promise<readonly Pruning[]>;
  /** The engine's own integrity and foreign-key checks: the findings, empty when there are none. */
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A draft whose id the store gives. */
export type SeriesDraft = Omit<TaskDraft, 'id'>;

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

/** The run that a reviewer has looked at. */
export type ReviewedRun = Pick<LeaseProof, 'taskId' | 'fence'>;

export interface HandedIn {
  readonly report: string;
  /** Absent: the task's own. */
  readonly criteria?: string;
}

/** A task after its review. */
export interface Routed {
  readonly review: Review;
  readonly task: Task;
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
      /** `now`: clears the backoff, also that of a task which is PENDING already. */
      readonly when: 'after-backoff' | 'now';
    }
  | {
      readonly kind: 'resolve';
      readonly id: TaskId;
      readonly by: string;
      readonly as: 'done' | 'failed';
      readonly reason: string;
    };

export interface ListQuery {
  readonly status?: Status;
  readonly priority?: Priority;
  readonly limit: number;
}

/** Whose tokens to add up. Of a span, `from` is in it and `until` is not. */
export type TokenScope = { readonly taskId: TaskId } | { readonly from: EpochMs; readonly until: EpochMs };

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
  /** IN_PROGRESS under a lease that ran out. */
  readonly expired: number;
  /** FAILED with no retry left to come. */
  readonly failedFinal: number;
  /** DONE as the duplicate of another task. */
  readonly skipped: number;
  /** Since when the longest-waiting runnable task has been runnable; null when none is. */
  readonly oldestEligibleAt: EpochMs | null;
}

/** One row of a rendered queue, as data. IN_PROGRESS arrives as PENDING: no lease can exist for it. */
export interface ImportedTask extends TaskDraft {
  readonly status: Status;
}

export interface ImportTerms {
  /** What to do with a row whose task exists; absent: keep the task as it is. */
  readonly existing?: 'keep' | 'overwrite';
  /** `rehearse`: answer what would happen, and change nothing. Absent: carry it out. */
  readonly effect?: 'apply' | 'rehearse';
}

export interface ImportOutcome {
  readonly imported: readonly TaskId[];
  readonly overwritten: readonly TaskId[];
  readonly skipped: readonly TaskId[];
}
