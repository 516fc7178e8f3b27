/**
 * Waiting inside a lease: a store that refuses for a passing reason is asked again, but never beyond an instant.
 * Kept apart because renewing and settling must give up by the same rule.
 */
import { hasCode } from '../errors.js';
import type { Clock, DurationMs, EpochMs } from '../time.js';
import { milliseconds } from '../time.js';

/** Refusals that leave the store as it was and may be gone a moment later. */
const passingCodes = ['BUSY', 'STORE_FULL', 'STORE_UNAVAILABLE'] as const;

const longestWaitMs = 1_000;

/** Whether the same call, later, can succeed. */
export function isPassing(error: unknown): error is Error {
  return passingCodes.some((code) => hasCode(error, code));
}

/** How long to ask again: at growing waits, until `deadline`. */
export interface Persistence {
  readonly clock: Clock;
  readonly deadline: () => EpochMs;
  readonly firstWait: DurationMs;
}

/**
 * The answer of `operation`, asked again after passing refusals.
 * @throws the last refusal once the deadline is near
 */
export async function persist<T>(operation: () => Promise<T>, terms: Persistence): Promise<T> {
  let wait = milliseconds(Math.min(terms.firstWait, longestWaitMs));
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (!isPassing(error) || terms.clock.now() + wait >= terms.deadline()) throw error;
      await terms.clock.sleep(wait);
      wait = milliseconds(Math.min(wait * 2, longestWaitMs));
    }
  }
}
