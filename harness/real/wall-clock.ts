/**
 * The machine's clock behind the harness's seam. Starts at the wall clock and goes on with the monotonic one, so that
 * a correction of the machine's time during a run cannot bend a history.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { HarnessClock } from '../sut.js';

/** A clock that shows real time. */
export function wallClock(): HarnessClock {
  const origin = Date.now() - performance.now();
  return {
    now: () => Math.floor(origin + performance.now()),
    async sleep(ms, signal) {
      try {
        await delay(Math.max(0, ms), undefined, signal ? { signal } : {});
      } catch (error) {
        throw signal?.aborted ? signal.reason : error;
      }
    },
  };
}
