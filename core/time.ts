/**
 * The one seam to time. Everything in core asks a `Clock`; nothing asks the system.
 * Kept apart so that a simulation can replace it and a reader can see every unit.
 */
import { setTimeout as delay } from 'node:timers/promises';

declare const unit: unique symbol;
type Of<Base, Unit extends string> = Base & { readonly [unit]: Unit };

/** Wall clock, milliseconds since the Unix epoch, UTC. Comparable between machines; may jump either way. */
export type EpochMs = Of<number, 'EpochMs'>;
/** Process-local clock, milliseconds since an arbitrary origin. Never goes back; not comparable elsewhere. */
export type MonotonicMs = Of<number, 'MonotonicMs'>;
/** A span of time in milliseconds, never negative. */
export type DurationMs = Of<number, 'DurationMs'>;

/** What core needs to know about time. Invariants: `elapsed` never decreases. */
export interface Clock {
  now(): EpochMs;
  elapsed(): MonotonicMs;
  /** Resolves after `duration`; rejects with `signal.reason` when aborted first. */
  sleep(duration: DurationMs, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Date.now() as EpochMs,
  elapsed: () => performance.now() as MonotonicMs,
  async sleep(duration, signal) {
    try {
      await delay(duration, undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};

/** A span of `count` milliseconds. @throws RangeError when it is negative or not finite. */
export function milliseconds(count: number): DurationMs {
  if (!Number.isFinite(count) || count < 0) {
    throw new RangeError(`expected a duration of 0 ms or more, got ${count}`);
  }
  return count as DurationMs;
}

/** A span of `count` seconds. @throws RangeError as `milliseconds`. */
export function seconds(count: number): DurationMs {
  return milliseconds(count * 1000);
}

/** The instant `duration` after `instant`. */
export function after(instant: EpochMs, duration: DurationMs): EpochMs {
  return (instant + duration) as EpochMs;
}
