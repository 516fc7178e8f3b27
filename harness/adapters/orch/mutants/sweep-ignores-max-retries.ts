/** Breaks INV-06: the watchdog requeues whatever it finds, and never looks whether a retry is left. */
import type { Mutant } from './mutation.js';
import { runAgain } from './run-again.js';

export const sweepIgnoresMaxRetries: Mutant = {
  name: 'sweep-ignores-max-retries',
  breaks: 'INV-06',
  says: 'A sweep requeues a task that has no retry left.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const { requeued, exhausted } = await store.sweep(terms);
      await runAgain(store, exhausted);
      return { requeued: [...requeued, ...exhausted], exhausted: [] };
    },
  }),
};
