/** Breaks INV-15: a failure is written down, and its reporter is told that nothing changed. */
import { Busy } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const failureRefusedAfterCommit: Mutant = {
  name: 'failure-refused-after-commit',
  breaks: 'INV-15',
  says: 'A failure that was committed is refused as busy.',
  wrap: (store) => ({
    ...store,
    fail: async (proof, failure) => {
      await store.fail(proof, failure);
      throw new Busy('planted: the store is locked');
    },
  }),
};
