/** Breaks INV-11: once a lease has run out, sweeps do nothing, so the dead worker's task is never taken up again. */
import type { Mutant } from './mutation.js';

export const sweepForgetsExpiredLeases: Mutant = {
  name: 'sweep-forgets-expired-leases',
  breaks: 'INV-11',
  says: 'A sweep leaves expired leases alone: the task of a dead worker stays in progress for ever.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const { expired } = await store.census();
      return expired > 0 ? { requeued: [], exhausted: [] } : store.sweep(terms);
    },
  }),
};
