/** Sleep that ends early without an error when it is woken: for loops whose waking is ordinary. */
import type { Clock, DurationMs } from '../time.js';

/** Resolves after `duration`, or at once when `wake` is aborted. */
export async function pause(clock: Clock, duration: DurationMs, wake: AbortSignal): Promise<void> {
  if (wake.aborted) return;
  try {
    await clock.sleep(duration, wake);
  } catch (error) {
    if (!wake.aborted) throw error;
  }
}
