/**
 * The history format, version 1: what the harness writes line by line and the judge reads back.
 * One JSON object a line; the first is a header, the last a trailer. A file without a trailer is a crashed run.
 */

export const OPERATIONS = [
  'enqueue',
  'claim',
  'heartbeat',
  'report',
  'complete',
  'fail',
  'sweep',
  'cancel',
  'replan',
  'retry',
  'list',
  'events',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** How time passed: `simulated` on a virtual clock, `real` with processes on the wall clock. */
export type RunMode = 'simulated' | 'real';

/** A task as the protocol submits it. `maxRetries` is retries after the first run. */
export interface Submission {
  readonly id: string;
  readonly priority: 'P0' | 'P1' | 'P2';
  readonly task: string;
  readonly idempotencyKey?: string;
  readonly maxRetries?: number;
}

/** Arguments by operation, as in the system-under-test protocol. Times in ms since the epoch, lengths in ms. */
export interface Arguments {
  readonly enqueue: { readonly task: Submission };
  readonly claim: { readonly worker: string; readonly leaseMs: number };
  readonly heartbeat: Held & { readonly leaseMs: number };
  readonly report: Held & { readonly tokens: number; readonly text: string | null };
  readonly complete: Held & { readonly notes: string };
  readonly fail: Held & { readonly error: string; readonly class: 'transient' | 'permanent' };
  readonly sweep: Empty;
  readonly cancel: Operated;
  readonly replan: Operated;
  readonly retry: Operated;
  readonly list: Empty;
  readonly events: { readonly after: number };
}
type Empty = Readonly<Record<never, never>>;
interface Held {
  readonly worker: string;
  readonly task: string;
  readonly fence: number;
}
interface Operated {
  readonly task: string;
  readonly notes?: string;
}

/** Answers by operation. */
export interface Answers {
  readonly enqueue: { readonly task: string };
  readonly claim: ClaimAnswer | null;
  readonly heartbeat: { readonly leaseUntil: number };
  readonly report: { readonly action: 'ALLOW' | 'SUMMARIZE' | 'BLOCK' };
  readonly complete: null;
  readonly fail: null;
  readonly sweep: { readonly requeued: readonly string[]; readonly exhausted: readonly string[] };
  readonly cancel: { readonly status: TaskStatus };
  readonly replan: { readonly status: TaskStatus };
  readonly retry: { readonly status: TaskStatus };
  readonly list: readonly TaskRow[];
  readonly events: readonly SystemEvent[];
}

export type TaskStatus = 'PENDING' | 'IN_PROGRESS' | 'DONE' | 'FAILED' | 'BLOCKED';

export interface ClaimAnswer {
  readonly task: string;
  readonly run: number;
  readonly fence: number;
  readonly leaseUntil: number;
  readonly idempotencyKey?: string | null;
}

/** A task as the system itself lists it. `availableAt` is null when the task will not run again by itself. */
export interface TaskRow {
  readonly task: string;
  readonly status: TaskStatus;
  readonly priority: string;
  readonly run: number;
  readonly retries: number;
  readonly maxRetries: number;
  readonly owner: string | null;
  readonly leaseUntil: number | null;
  readonly availableAt: number | null;
  readonly idempotencyKey: string | null;
  readonly notes: string;
  /** The task whose result this one reuses, where the system says so. */
  readonly duplicateOf?: string | null;
}

/** An entry of the system's own log. `from` and `to` are null when the status did not change. */
export interface SystemEvent {
  readonly seq: number;
  readonly task: string;
  readonly type: string;
  readonly at: number;
  readonly run: number;
  readonly from: TaskStatus | null;
  readonly to: TaskStatus | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the system itself believes, read once everything is quiet. */
export interface FinalState {
  readonly tasks: readonly TaskRow[];
  readonly events: readonly SystemEvent[];
  /** The store's own integrity findings, empty when it is sound; absent where nobody can look. */
  readonly integrity?: readonly string[];
  /** Why it could not be read; then there are no tasks and no events here, which says nothing of the system's own. */
  readonly unread?: string;
}

export type Call = { [Op in Operation]: { readonly op: Op; readonly args: Arguments[Op] } }[Operation];

/** Closed set of refusals; the last two say that nobody can know. */
export type RefusalCode =
  | 'DUPLICATE_ID'
  | 'INVALID'
  | 'BUSY'
  | 'LEASE_LOST'
  | 'ILLEGAL_TRANSITION'
  | 'NOT_FOUND'
  | 'UNSUPPORTED'
  | 'STORE_FULL'
  | 'STORE_UNAVAILABLE'
  | 'CORRUPT'
  | 'INTERNAL';
export type UnknownCode = RefusalCode | 'TIMEOUT' | 'CRASH';

/**
 * `ok`: it happened. `fail`: it did not and will not. `info`: nobody can know.
 * `says`: the system's own words where it broke (INTERNAL, CORRUPT, CRASH).
 */
export type Completion =
  | { readonly type: 'ok'; readonly value: unknown }
  | { readonly type: 'fail'; readonly code: RefusalCode; readonly says?: string }
  | { readonly type: 'info'; readonly code: UnknownCode; readonly says?: string };

/** A fault as it was really injected. `until` is null for a fault that is over at once. */
export interface InjectedFault {
  readonly id: string;
  readonly kind: FaultKind;
  /** The actor or the task it hit; `store` for the store itself. */
  readonly target: string;
  /** Of `slow`: how many times as long the actor's calls take. */
  readonly times?: number;
  /** Of the clock faults: how far the actor's clock is off at most, ms; less than 0: behind. */
  readonly byMs?: number;
  /** Before which statement of a call it struck, from 1; absent: not within a call. */
  readonly statement?: number;
  /** Of a kill at a call: just before it was sent, in its midst, or before its answer was seen. */
  readonly call?: { readonly op: string; readonly phase: 'pre' | 'mid' | 'post' };
  /** Of `slow-disk`: how long every commit takes, ms. */
  readonly commitMs?: number;
}
export type FaultKind =
  | 'kill'
  | 'pause'
  | 'slow'
  | 'clock-skew'
  | 'clock-step'
  | 'store-lock'
  | 'store-full'
  | 'io-error'
  | 'slow-disk'
  | 'reply-lost'
  | 'transient-error'
  | 'permanent-error'
  | 'duplicate-enqueue'
  | 'budget-exceed';

interface Line {
  /** Dense from 0; the order of recording, and the only order checkers may reason about. */
  readonly index: number;
  /** Milliseconds on the run's clock: virtual, or since the start of a real run. */
  readonly at: number;
  /** Actor and incarnation, `w2/3`; `nemesis` for faults. After an `info` an incarnation is never used again. */
  readonly actor: string;
}
/** One line of a history between header and trailer. An `invoke` without a completion is open for ever. */
export type Op = Line &
  (
    | { readonly type: 'invoke'; readonly call: Call }
    | ({ readonly invokedBy: number } & Completion)
    | { readonly type: 'fault-start' | 'fault-heal'; readonly fault: InjectedFault }
    /** The handler's side effect began or ended: what really ran, apart from what the queue says. */
    | {
        readonly type: 'run-start' | 'run-end';
        readonly task: string;
        readonly fence: number;
        readonly key: string | null;
        /** Of a `run-end`: what the work came to, where the system's own program is to settle it. */
        readonly outcome?: WorkOutcome;
        /** The tokens it used then, to be reported before it is settled; absent: none are to be. */
        readonly tokens?: number;
      }
    /** Phases of the run: `heal` (all faults removed) and `drained` (nothing left to do). */
    | { readonly type: 'mark'; readonly mark: 'heal' | 'drained' }
  );

/** What the work of a run came to. `stopped`: its worker did not let it come to an end. */
export type WorkOutcome = 'done' | 'transient' | 'permanent' | 'stopped';

export interface HistoryHeader {
  readonly kind: 'header';
  readonly history: 1;
  readonly scenario: string;
  readonly seed: number;
  /** SHA-256 of the plan, whatever the order of its fields; absent in older histories. */
  readonly planDigest?: string;
  readonly mode: RunMode;
  /** Switched between statements rather than between store methods; absent otherwise, and in real runs. */
  readonly backend?: 'interleaved';
  readonly sut: { readonly name: string; readonly version: string; readonly capabilities: readonly string[] };
  /** The planted bug this run was a control for, or null. */
  readonly control: string | null;
  /** Instant of `at` 0, ms since the epoch. */
  readonly startedAt: number;
  /** What the clocks of any two actors may differ by, ms, as planned; absent in older histories: 0. */
  readonly eps?: number;
  readonly knobs: Knobs;
}

/** The figures a run was made with; all lengths in ms. */
export interface Knobs {
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly pollMs: number;
  readonly sweepMs: number;
  readonly backoffMs: readonly number[];
  readonly busyWaitMs: number;
  readonly softTokens: number;
  readonly hardTokens: number;
  /** How long the queue may take to drain after the last fault healed. */
  readonly drainMs: number;
}

export interface HistoryTrailer {
  readonly kind: 'trailer';
  readonly lines: number;
  /** SHA-256 over every line before this one. */
  readonly sha256: string;
  /** SHA-256 over the final state as it was read back, as JSON; absent in older histories. */
  readonly stateHash?: string;
}

/** A whole history in memory. `trailer` is null when the run crashed. */
export interface History {
  readonly header: HistoryHeader;
  readonly ops: readonly Op[];
  readonly trailer: HistoryTrailer | null;
}
