/** Breaks INV-06: a sweep gives every task it recovers its whole retry budget back, so it never runs out. */
import type { Mutant } from './mutation.js';
import { runAgain } from './run-again.js';

export const sweepResetsRetries: Mutant = {
  name: 'sweep-resets-retries',
  breaks: 'INV-06',
  says: 'A sweep restores the retry budget of what it requeues: a failing task runs for ever.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const swept = await store.sweep(terms);
      await runAgain(store, swept.requeued);
      return swept;
    },
  }),
};
