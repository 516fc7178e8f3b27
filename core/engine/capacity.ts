/**
 * Notices that the cap on tasks in progress keeps a loop from work that waits: else it would be as silent as one with
 * nothing to do, for ever when the leases that fill the cap are dead and no watchdog runs.
 */
import type { Census } from '../store/store.js';
import { type Clock, seconds } from '../time.js';

/** To count reads the whole store, so it is not done at every look for work. */
const COUNT_EVERY = seconds(60);

export interface CapacityTerms {
  /** Null when the store cannot be asked now. */
  readonly census: () => Promise<Census | null>;
  readonly clock: Clock;
  /** The cap; null: none. */
  readonly maxInProgress: number | null;
  /** Told once until a task is claimed again. */
  readonly onFull: (census: Census) => void;
}

export interface CapacityWatch {
  claimed(): void;
  /** A slot is free, and nothing was claimed for it. */
  nothingClaimed(): Promise<void>;
}

export function watchCapacity({ census, clock, maxInProgress, onFull }: CapacityTerms): CapacityWatch {
  let told = false;
  let countedAt = Number.NEGATIVE_INFINITY;
  return {
    claimed() {
      told = false;
    },
    async nothingClaimed() {
      if (maxInProgress === null || told || clock.elapsed() < countedAt + COUNT_EVERY) return;
      countedAt = clock.elapsed();
      const found = await census();
      if (found === null || found.byStatus.IN_PROGRESS < maxInProgress || found.oldestEligibleAt === null)
        return;
      told = true;
      onFull(found);
    },
  };
}
