/**
 * What should happen, as data: the expansion of a scenario for one seed. A plan is what is run, stored and replayed;
 * it can be written as JSON and read back without the scenario that made it.
 */
import {
  type FaultKind,
  type HistoryHeader,
  type Knobs,
  OPERATIONS,
  type Submission,
} from '../../gates/record/history.js';

/** How a run is simulated: a store method is one step, or each of its statements is. */
export const BACKENDS = ['atomic', 'interleaved'] as const;
export type Backend = (typeof BACKENDS)[number];

export interface Plan {
  readonly scenario: string;
  readonly seed: number;
  /** How it is simulated; absent: atomic. */
  readonly backend?: NonNullable<HistoryHeader['backend']>;
  readonly knobs: Knobs;
  readonly actors: Actors;
  readonly tasks: readonly PlannedTask[];
  readonly operations: readonly PlannedOperation[];
  readonly faults: readonly PlannedFault[];
  /**
   * Everything is healed once all work is handed in and no more than so many tasks are open, whatever has struck by
   * then; absent: once every fault has struck.
   */
  readonly healAtOpen?: number;
}

/** No run has more actors of one kind. */
export const MOST_ACTORS = 100;

/** How many actors of each kind. Submitters take the tasks in turn; several submit at the same time. */
export interface Actors {
  readonly submitters: number;
  readonly workers: number;
  readonly watchdogs: number;
  readonly operators: number;
  /**
   * The one name all workers claim under; absent: each its own. Under one name only the fence tells them apart, so
   * a system that takes a name for a fence is found out.
   */
  readonly workerName?: string;
  /**
   * `in-step`: every idle worker asks at the same instants, the multiples of `pollMs`, so that claims collide as
   * often as they can; absent: each at its own pace.
   */
  readonly polling?: 'in-step';
  /** Whose programs workers and watchdogs live by. `system`: its own; absent: those of the harness. */
  readonly programs?: 'system';
}

/** A task to submit at an instant (ms from the start). The nth claim runs as the nth behaviour says, or the last. */
export interface PlannedTask {
  readonly at: number;
  readonly submit: Submission;
  readonly runs: readonly [RunBehaviour, ...RunBehaviour[]];
  /** The planned fault this submission is part of (a duplicate), or null. */
  readonly fault: PlannedWorkloadFault | null;
}
export type PlannedWorkloadFault = 'duplicate-enqueue';

/** One run of a task. `die`: the worker's process is killed at the end of `serviceMs` instead of settling. */
export interface RunBehaviour {
  readonly serviceMs: number;
  readonly outcome: 'done' | 'transient' | 'permanent' | 'die';
  /** Tokens reported before settling, or null for no report. */
  readonly tokens: number | null;
}

export interface PlannedOperation {
  readonly at: number;
  readonly op: 'cancel' | 'replan' | 'retry';
  readonly task: string;
}

/** The calls that actors make whom a fault may hit: others never come, or come from somebody who only looks on. */
export const STRUCK_OPERATIONS = OPERATIONS.filter((op) => op !== 'list' && op !== 'events');

/**
 * When: at an instant, or just before (`pre`), in the midst of (`mid`) or just after (`post`) the nth call of an
 * operation (by `target`, when it names an actor).
 */
export type Anchor =
  | { readonly at: number }
  | { readonly op: string; readonly nth: number; readonly phase: 'pre' | 'mid' | 'post' };

/** What a fault does. */
export type Harm =
  /**
   * Down for `forMs`, then a new incarnation. `statement`: in the midst of a call, just before this one of its
   * statements, from 1, or at its commit when it has fewer; absent there: a moment after the call was sent.
   */
  | { readonly kind: 'kill'; readonly statement?: number }
  /** `store-full`: the store does not grow; `reply-lost`: no answer reaches the target. */
  | { readonly kind: 'pause' | 'store-lock' | 'store-full' | 'reply-lost' }
  /** Every call of the target fails at this one of its statements, from 1, or at its commit when it has fewer. */
  | { readonly kind: 'io-error'; readonly statement: number }
  /** Every commit takes `commitMs`, and holds the store's write lock as long. */
  | { readonly kind: 'slow-disk'; readonly commitMs: number }
  /** Every stretch of time around a call of the actor is `times` as long. */
  | { readonly kind: 'slow'; readonly times: number }
  /**
   * The clock that the system reads for the actor is off by `byMs`, less than 0: behind. `clock-step`: at once;
   * `clock-skew`: it runs fast or slow, and is off by so much at the end of `forMs`. Healed, it is right again at once.
   */
  | { readonly kind: 'clock-skew' | 'clock-step'; readonly byMs: number };

/** A fault of finite length. */
export type PlannedFault = { readonly id: string } & UnnamedFault;

export type UnnamedFault = Harm & {
  /** An actor without incarnation (`w1`), `store`, or `any`: whoever is first at the anchor, or a seeded choice. */
  readonly target: string;
  readonly anchor: Anchor;
  readonly forMs: number;
};

/** Before which statement of a call a fault strikes; null when that does not matter to it. */
export function statementOf(harm: Harm): number | null {
  return 'statement' in harm ? (harm.statement ?? null) : null;
}

/** Whether a fault is of the store as a whole, and so of no one actor. */
export function isOfStore(kind: FaultKind): boolean {
  return kind === 'store-lock' || kind === 'store-full' || kind === 'slow-disk';
}

/** The plan, to be simulated in that way. */
export function planOn(backend: Backend, plan: Plan): Plan {
  return backend === 'atomic' ? plan : { ...plan, backend };
}
