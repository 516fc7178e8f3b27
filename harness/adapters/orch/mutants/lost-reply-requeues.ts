/** Breaks INV-04: a completion that is asked for again counts as a failure, and its work is queued once more. */
import { hasCode, type Store, type Task, taskId } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const lostReplyRequeues: Mutant = {
  name: 'lost-reply-requeues',
  breaks: 'INV-04',
  says: 'A completion whose answer was lost, and that is asked for again, is taken for a failure: the work is queued again.',
  wrap: (store) => ({
    ...store,
    async complete(proof, completion) {
      try {
        return await store.complete(proof, completion);
      } catch (error) {
        const task = hasCode(error, 'ILLEGAL_TRANSITION') ? await store.find(proof.taskId) : null;
        if (task?.status === 'DONE') await queuedAgain(store, task);
        throw error;
      }
    },
  }),
};

async function queuedAgain(
  store: Store,
  { id, priority, task, successCriteria, maxRetries }: Task,
): Promise<void> {
  await store.enqueue({ id: taskId(`${id}.again`), priority, task, successCriteria, maxRetries });
}
