/** Breaks INV-19: of tasks that are equally urgent, the one that came last is given out first. */
import type { EpochMs } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

/** Whether the caller's clock runs backwards. A call of the store reads the clock before it first waits. */
let isBackwards = false;

export const newestFirst: Mutant = {
  name: 'newest-first',
  breaks: 'INV-19',
  says: 'The newest task is claimed first, so that under load the oldest waits for ever.',
  options: ({ clock, ...options }) => ({
    ...options,
    clock: { ...clock, now: () => (isBackwards ? -clock.now() : clock.now()) as EpochMs },
  }),
  wrap: (store) => ({
    ...store,
    enqueue(draft) {
      isBackwards = true;
      try {
        return store.enqueue(draft);
      } finally {
        isBackwards = false;
      }
    },
  }),
};
