/**
 * The closed table of steps a task can take, as data, and the questions the store asks it.
 * Kept apart from the store so that a reader, a test and an independent judge can compare it line by line.
 * Pure: it never reads a clock and never looks at more of a task than its status.
 */
import type { Status } from './task.js';

/** Who takes a step. `import` brings rows of a rendered queue into a store. */
export type Actor =
  | 'caller'
  | 'import'
  | 'dispatcher'
  | 'worker'
  | 'watchdog'
  | 'guardrail'
  | 'operator'
  | 'reviewer';

/** One row of the table. An empty `from` means that there was no task before. */
export interface Transition {
  readonly name: string;
  readonly from: readonly Status[];
  readonly to: readonly Status[];
  readonly by: readonly Actor[];
}

const table = {
  /** A task is accepted. */
  T1: { from: [], to: ['PENDING'], by: ['caller', 'import'] },
  /** A claim: lease, fence and run number together. */
  T2: { from: ['PENDING'], to: ['IN_PROGRESS'], by: ['dispatcher'] },
  /** Another task of the same idempotency key is done already. */
  T3: { from: ['PENDING'], to: ['DONE'], by: ['dispatcher'] },
  /** The holder finished. */
  T4: { from: ['IN_PROGRESS'], to: ['DONE'], by: ['worker'] },
  /** The holder failed; a retry is to come. */
  T5: { from: ['IN_PROGRESS'], to: ['FAILED'], by: ['worker'] },
  /** The holder failed for good. */
  T6: { from: ['IN_PROGRESS'], to: ['FAILED'], by: ['worker'] },
  /** A failure that waits for its retry goes back to the queue. */
  T7: { from: ['FAILED'], to: ['PENDING'], by: ['watchdog'] },
  /** The lease ran out; a retry is left. */
  T8: { from: ['IN_PROGRESS'], to: ['PENDING'], by: ['watchdog'] },
  /** The lease ran out; no retry is left. */
  T9: { from: ['IN_PROGRESS'], to: ['FAILED'], by: ['watchdog'] },
  /** A report was judged BLOCK. */
  T10: { from: ['PENDING', 'IN_PROGRESS'], to: ['BLOCKED'], by: ['guardrail'] },
  /** Cancel. */
  T11: { from: ['PENDING', 'IN_PROGRESS'], to: ['BLOCKED'], by: ['operator'] },
  /** Replan of running work: it stops, and waits for a person. */
  T12: { from: ['IN_PROGRESS'], to: ['BLOCKED'], by: ['operator'] },
  /** Replan of work that is not running. */
  T13: { from: ['PENDING', 'FAILED', 'BLOCKED'], to: ['PENDING'], by: ['operator'] },
  /** Retry; a task in progress only when its lease ran out. */
  T14: { from: ['FAILED', 'BLOCKED', 'IN_PROGRESS'], to: ['PENDING'], by: ['operator'] },
  /** Review PASS. */
  T15: { from: ['IN_PROGRESS'], to: ['DONE'], by: ['reviewer'] },
  /** Review RETRY. */
  T16: { from: ['IN_PROGRESS'], to: ['PENDING'], by: ['reviewer'] },
  /** Review BLOCK, or the holder itself says that it needs input from outside. */
  T17: { from: ['IN_PROGRESS'], to: ['BLOCKED'], by: ['reviewer', 'worker'] },
  /** A failure that waited for a retry becomes final. */
  T18: { from: ['FAILED'], to: ['FAILED'], by: ['watchdog', 'operator'] },
  /** The holder hands an unfinished run back, and no retry is used up. */
  RELEASE: { from: ['IN_PROGRESS'], to: ['PENDING'], by: ['worker'] },
  /** An operator ends the wait of a task that is back in the queue; no retry is used up. */
  CLEAR_BACKOFF: { from: ['PENDING'], to: ['PENDING'], by: ['operator'] },
  /** An operator settles what no worker will, without a lease and with a reason. */
  RESOLVE: {
    from: ['PENDING', 'IN_PROGRESS', 'FAILED', 'BLOCKED'],
    to: ['DONE', 'FAILED'],
    by: ['operator'],
  },
  /** A row of a rendered queue, by force, over a task that neither runs nor is done. */
  FORCE: { from: ['PENDING', 'FAILED', 'BLOCKED'], to: ['PENDING', 'DONE', 'FAILED'], by: ['import'] },
  FORCE_BLOCK: { from: ['PENDING', 'FAILED'], to: ['BLOCKED'], by: ['import'] },
  /** A settled row of a rendered queue arrives as it is. */
  IMPORT: { from: [], to: ['DONE', 'FAILED', 'BLOCKED'], by: ['import'] },
} as const satisfies Readonly<Record<string, Omit<Transition, 'name'>>>;

/** The name of a row of the table. */
export type TransitionName = keyof typeof table;

/** Every step a task can take; a step that is not here does not exist. DONE has no way out. */
export const TRANSITIONS: readonly Transition[] = Object.entries(table).map(([name, row]) => ({
  name,
  ...row,
}));

/** Whether the named step starts from `from`; null is "no task yet". */
export function startsFrom(name: TransitionName, from: Status | null): boolean {
  const starts: readonly Status[] = table[name].from;
  return from === null ? starts.length === 0 : starts.includes(from);
}

/** Whether any step leads from `from` to `to`. */
export function mayMove(from: Status | null, to: Status): boolean {
  return TRANSITIONS.some(
    (row) => row.to.includes(to) && (from === null ? row.from.length === 0 : row.from.includes(from)),
  );
}

/**
 * Holds a caller to the step it named.
 * @throws Error when the table has no such step: a bug in the caller, not a refusal.
 */
export function assertStep(name: TransitionName, from: Status | null, to: Status): void {
  const ends: readonly Status[] = table[name].to;
  if (!startsFrom(name, from) || !ends.includes(to)) {
    throw new Error(`the transition table has no step ${name} from ${from ?? '(none)'} to ${to}`);
  }
}
