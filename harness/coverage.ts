/**
 * Coverage marks: interesting states that a run really reached, counted from its history alone.
 * A run that never got there proves nothing, so scenarios name the marks they must see.
 */
import type { FinalState, History } from '../gates/record/history.js';

export const MARKS = [
  /** Two claim calls of different actors overlapped while at least one task was runnable. */
  'claims-overlapped',
  /** A lease ran out under a holder that had not settled. */
  'lease-expired',
  /** A write with a lost lease was refused. */
  'stale-write-refused',
  /** An expired or failed task was put back for another run. */
  'requeued',
  /** A key was submitted again: while its first task was open; after it was done. */
  'duplicate-key-open',
  'duplicate-key-after-done',
  /** A report above the hard limit was answered BLOCK. */
  'hard-exceed-blocked',
  /** A report exactly at the hard limit was let through. */
  'hard-limit-allowed',
  /** A call was refused with BUSY. */
  'store-busy',
  /** A task used up its retries and failed for good. */
  'retries-exhausted',
  /** A task was done in its last allowed run. */
  'last-run-succeeded',
  /** Faults that were really injected. */
  'killed',
  'paused',
] as const;
export type CoverageMark = (typeof MARKS)[number];

/** How often each mark was reached; absent marks count 0. */
export function coverage(_history: History, _final: FinalState): Readonly<Record<CoverageMark, number>> {
  throw new Error('written with the checkers');
}
