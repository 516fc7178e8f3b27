/** Breaks INV-04: a completion for which the store had no room is answered as if it had been written. */
import { hasCode } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const fullDiskSwallowed: Mutant = {
  name: 'full-disk-swallowed',
  breaks: 'INV-04',
  says: 'A completion that the full store refused is acknowledged and lost.',
  wrap: (store) => ({
    ...store,
    async complete(proof, completion) {
      try {
        return await store.complete(proof, completion);
      } catch (error) {
        const task = hasCode(error, 'STORE_FULL') ? await store.find(proof.taskId) : null;
        if (task === null) throw error;
        return task;
      }
    },
  }),
};
