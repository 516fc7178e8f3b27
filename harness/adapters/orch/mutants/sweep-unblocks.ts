/** Breaks INV-08: the watchdog takes every task that does not run for one that waits for a retry. */
import type { Mutant } from './mutation.js';

export const sweepUnblocks: Mutant = {
  name: 'sweep-unblocks',
  breaks: 'INV-08',
  says: 'A sweep puts blocked tasks back into the queue.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const swept = await store.sweep(terms);
      for (const { id } of await store.list({ status: 'BLOCKED', limit: 100 })) {
        await store.operate({ kind: 'replan', id, by: 'watchdog:mutant', notes: 'swept', retries: 'keep' });
      }
      return swept;
    },
  }),
};
