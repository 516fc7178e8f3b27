/** Breaks INV-01: the watchdog's clock runs ahead, so it takes a task from a holder whose lease is still alive. */
import type { EpochMs } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

/** How far a watchdog is ahead, ms: more than what is left of most leases. */
const LEAD_MS = 45_000;
/** How far the clock of whoever calls is ahead. A call of the store reads the clock before it first waits. */
let lead = 0;

export const sweepBeforeExpiry: Mutant = {
  name: 'sweep-before-expiry',
  breaks: 'INV-01',
  says: 'A sweep takes leases for expired that are still alive.',
  options: ({ clock, ...options }) => ({
    ...options,
    clock: { ...clock, now: () => (clock.now() + lead) as EpochMs },
  }),
  wrap: (store) => ({
    ...store,
    sweep(terms) {
      lead = LEAD_MS;
      try {
        return store.sweep(terms);
      } finally {
        lead = 0;
      }
    },
  }),
};
