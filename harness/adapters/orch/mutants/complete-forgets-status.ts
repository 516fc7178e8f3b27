/** Breaks INV-03: the completion of a task that is done already is answered as if it had counted. */
import { hasCode } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const completeForgetsStatus: Mutant = {
  name: 'complete-forgets-status',
  breaks: 'INV-03',
  says: 'A second completion of a task that is DONE is accepted.',
  wrap: (store) => ({
    ...store,
    async complete(proof, completion) {
      try {
        return await store.complete(proof, completion);
      } catch (error) {
        if (!hasCode(error, 'LEASE_LOST') && !hasCode(error, 'ILLEGAL_TRANSITION')) throw error;
        const task = await store.find(proof.taskId);
        if (task?.status !== 'DONE') throw error;
        return task;
      }
    },
  }),
};
