/**
 * The clocks of the machine that makes evidence, and the only place of this floor that reads them.
 * A judge never imports this file: it takes time from the evidence alone.
 */
import { setTimeout as delay } from 'node:timers/promises';

/** What making evidence needs to know about time; all in ms. */
export interface AttemptClock {
  /** Wall clock, since the epoch. */
  now(): number;
  /** Monotonic, since an arbitrary origin. */
  elapsed(): number;
  sleep(ms: number): Promise<void>;
}

export const machineClock: AttemptClock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms) => {
    await delay(ms);
  },
};
