/**
 * What a checker is: a pure function over a history and the final state that says whether one invariant held.
 * It asks nothing of the system. Only `precedes` may accuse: a ended before b began.
 */
import type { FinalState, History } from '../../gates/record/history.js';

export type InvariantId = `INV-${string}`;

export interface Checker {
  readonly invariant: InvariantId;
  /** File name without ending; named after what holds. */
  readonly name: string;
  /** Capability without which the invariant does not apply, or null. */
  readonly needs: string | null;
  check(history: History, final: FinalState): CheckResult;
}

export type CheckResult =
  /** `exposure`: how many chances the run gave it to break. Zero chances is `unknown`, never `holds`. */
  | { readonly result: 'holds'; readonly exposure: number }
  /** `witness`: indices of the history lines that collide, in order. */
  | { readonly result: 'violated'; readonly because: string; readonly witness: readonly number[] }
  /** `gaveUp`: there was something to judge, and it came to no end; absent: there was nothing. */
  | { readonly result: 'unknown'; readonly because: string; readonly gaveUp?: true };
