/** A clock that stands still until a test moves it. Sleepers wake in the order of their instants. */
import type { Clock, DurationMs, EpochMs, MonotonicMs } from '../../time.js';

export interface ManualClock extends Clock {
  /** Moves time on by `ms`, and wakes who is due. */
  advance(ms: number): void;
  /** Sets the wall clock to any instant, as an operating system may; sleepers do not notice. */
  jumpTo(instant: number): void;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that shows `start`, in ms since the epoch, and an elapsed time of 0. */
export function manualClock(start = 1_767_225_600_000): ManualClock {
  let wall = start;
  let elapsed = 0;
  let sleepers: readonly Sleeper[] = [];
  return {
    now: () => wall as EpochMs,
    elapsed: () => elapsed as MonotonicMs,
    sleep: (duration: DurationMs, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = () => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper: Sleeper = { at: elapsed + duration, wake };
        sleepers = [...sleepers, sleeper];
        signal?.addEventListener('abort', onAbort);
      }),
    advance(ms) {
      wall += ms;
      elapsed += ms;
      const due = sleepers.filter(({ at }) => at <= elapsed).sort((a, b) => a.at - b.at);
      sleepers = sleepers.filter(({ at }) => at > elapsed);
      for (const { wake } of due) wake();
    },
    jumpTo(instant) {
      wall = instant;
    },
  };
}
