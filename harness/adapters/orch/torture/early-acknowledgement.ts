/** Breaks what torture holds: a task is acknowledged before its commit, so a kill in between loses it. */
import { type Task, taskId } from '../../../../core/index.js';
import type { Mutant } from '../mutants/mutation.js';

export const earlyAcknowledgement: Mutant = {
  name: 'early-acknowledgement',
  breaks: 'INV-04',
  says: 'A submission is acknowledged before it is committed.',
  wrap: (store) => ({
    ...store,
    async enqueue(draft) {
      store.enqueue(draft).catch(() => undefined);
      return { ...draft, id: taskId(draft.id) } as Task;
    },
  }),
};
