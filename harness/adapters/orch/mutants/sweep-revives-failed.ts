/** Breaks INV-10: the watchdog takes a failure for good for one that waits for its retry. */
import type { Mutant } from './mutation.js';
import { runAgain } from './run-again.js';

export const sweepRevivesFailed: Mutant = {
  name: 'sweep-revives-failed',
  breaks: 'INV-10',
  says: 'A sweep puts tasks back into the queue that failed for good.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const swept = await store.sweep(terms);
      const failed = await store.list({ status: 'FAILED', limit: 10_000 });
      const final = failed.filter((task) => task.status === 'FAILED' && task.retryAt === null);
      await runAgain(
        store,
        final.map(({ id }) => id),
      );
      return swept;
    },
  }),
};
