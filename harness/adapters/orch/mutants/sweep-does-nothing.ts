/** Breaks INV-11: the watchdog runs and does nothing, so neither dead workers nor failures are ever made up for. */
import type { Mutant } from './mutation.js';

export const sweepDoesNothing: Mutant = {
  name: 'sweep-does-nothing',
  breaks: 'INV-11',
  says: 'A sweep recovers nothing: expired leases and due retries stay as they are.',
  wrap: (store) => ({ ...store, sweep: async () => ({ requeued: [], exhausted: [] }) }),
};
