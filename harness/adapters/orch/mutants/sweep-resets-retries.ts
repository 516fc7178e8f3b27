/** Breaks INV-06: a sweep gives every task it recovers its whole retry budget back, so it never runs out. */
import type { Mutant } from './mutation.js';

export const sweepResetsRetries: Mutant = {
  name: 'sweep-resets-retries',
  breaks: 'INV-06',
  says: 'A sweep restores the retry budget of what it requeues: a failing task runs for ever.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const swept = await store.sweep(terms);
      for (const id of swept.requeued) {
        await store.operate({ kind: 'replan', id, by: 'watchdog:mutant', notes: 'reset', retries: 'reset' });
      }
      return swept;
    },
  }),
};
