/** Breaks INV-06: the comparison with the number of retries is off by one. */
import type { Mutant } from './mutation.js';

/** What a task has when nothing is said. */
const DEFAULT_RETRIES = 3;

export const oneRetryTooMany: Mutant = {
  name: 'one-retry-too-many',
  breaks: 'INV-06',
  says: 'A task is run once more than its retries allow.',
  wrap: (store) => ({
    ...store,
    enqueue: (draft) => store.enqueue({ ...draft, maxRetries: (draft.maxRetries ?? DEFAULT_RETRIES) + 1 }),
  }),
};
