/**
 * Sweeps at an interval: what lost its worker, and what waits for a retry, goes back to the queue or ends for a
 * person. Several may run at once; each sweep is the store's own transaction.
 */
import { hasCode } from '../errors.js';
import type { Store, Swept } from '../store/store.js';
import type { Clock, DurationMs } from '../time.js';
import { pause } from './pause.js';

export interface WatchdogParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly every: DurationMs;
  /** Tasks one pass may move; a full pass is followed by another at once. */
  readonly limit: number;
  /** Ticks to make before it ends; null: no bound. */
  readonly maxTicks: number | null;
  readonly until: 'stopped' | 'idle';
  readonly stop: AbortSignal;
  /** What it returns is waited for. */
  readonly onSwept: (swept: Swept) => unknown;
  /** A refusal the loop survives. */
  readonly onTrouble: (error: Error) => void;
}

/** Runs until it is stopped, has made `maxTicks` ticks, or finds nothing it could ever move when asked to. */
export async function watch(parts: WatchdogParts): Promise<void> {
  for (let tick = 1; !parts.stop.aborted; tick += 1) {
    const idle = await survivingBusy(parts, async () => {
      await sweepAll(parts);
      return parts.until === 'idle' && (await isIdle(parts.store));
    });
    if (idle || tick === parts.maxTicks) return;
    await pause(parts.clock, parts.every, parts.stop);
  }
}

async function sweepAll(parts: WatchdogParts): Promise<void> {
  for (;;) {
    const swept = await parts.store.sweep({ limit: parts.limit });
    const moved = swept.requeued.length + swept.exhausted.length;
    if (moved > 0) await parts.onSwept(swept);
    if (moved < parts.limit) return;
  }
}

/** Nothing runs, so no lease can run out, and no failure waits for a retry. */
async function isIdle(store: Store): Promise<boolean> {
  const { byStatus, failedFinal } = await store.census();
  return byStatus.IN_PROGRESS === 0 && byStatus.FAILED === failedFinal;
}

async function survivingBusy(parts: WatchdogParts, tick: () => Promise<boolean>): Promise<boolean> {
  try {
    return await tick();
  } catch (error) {
    if (!hasCode(error, 'BUSY')) throw error;
    parts.onTrouble(error);
    return false;
  }
}
