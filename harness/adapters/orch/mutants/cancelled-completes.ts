/** Breaks INV-10: a task that an operator cancelled while it ran is completed by whoever worked on it. */
import { hasCode } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const cancelledCompletes: Mutant = {
  name: 'cancelled-completes',
  breaks: 'INV-10',
  says: 'The completion of a task that an operator has cancelled is accepted.',
  wrap: (store) => ({
    ...store,
    async complete(proof, completion) {
      try {
        return await store.complete(proof, completion);
      } catch (error) {
        if (!hasCode(error, 'LEASE_LOST') && !hasCode(error, 'ILLEGAL_TRANSITION')) throw error;
        const task = await store.find(proof.taskId);
        if (task?.status !== 'BLOCKED' || task.blockedReason !== 'operator_cancel') throw error;
        return store.operate({ kind: 'resolve', id: task.id, by: proof.holder, as: 'done', reason: 'done' });
      }
    },
  }),
};
