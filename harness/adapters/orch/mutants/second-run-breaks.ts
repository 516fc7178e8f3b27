/** Breaks INV-12: completing a task that was requeued ends in an exception; a retry or the watchdog hides it. */
import type { Mutant } from './mutation.js';

export const secondRunBreaks: Mutant = {
  name: 'second-run-breaks',
  breaks: 'INV-12',
  says: 'Completing a task in its second run ends in an exception of its own.',
  wrap: (store) => ({
    ...store,
    complete: async (proof, completion) => {
      if (proof.fence > 1) throw new TypeError('planted: the first run is not there');
      return store.complete(proof, completion);
    },
  }),
};
