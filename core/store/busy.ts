/**
 * Waiting for a locked store, on the Clock rather than inside the engine: so a lock delays one operation and not
 * every heartbeat of the process. Only `Busy` is tried again, for it alone promises that nothing was changed.
 */
import { hasCode } from '../errors.js';
import { type Clock, type DurationMs, milliseconds } from '../time.js';

/** A wait grows to at most this many times the first one. */
const MOST_GROWTH = 16;

export interface WaitTerms {
  readonly clock: Clock;
  /** Tries after the first one. */
  readonly retries: number;
  /** Wait before the second try; it doubles with every further one, up to sixteen times. */
  readonly firstWait: DurationMs;
  readonly signal?: AbortSignal;
}

/** Runs `operation` until it is not `Busy`. @throws what it throws; `Busy` when no try is left */
export async function whenFree<T>(operation: () => Promise<T>, terms: WaitTerms): Promise<T> {
  const longest = terms.firstWait * MOST_GROWTH;
  for (let tried = 0; ; tried += 1) {
    try {
      return await operation();
    } catch (error) {
      if (!hasCode(error, 'BUSY') || tried >= terms.retries) throw error;
    }
    await terms.clock.sleep(milliseconds(Math.min(terms.firstWait * 2 ** tried, longest)), terms.signal);
  }
}
