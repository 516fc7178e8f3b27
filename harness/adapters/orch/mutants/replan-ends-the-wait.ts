/** Breaks INV-07: an operator who replans a task that waits for its retry sends it out at once. */
import type { Mutant } from './mutation.js';

export const replanEndsTheWait: Mutant = {
  name: 'replan-ends-the-wait',
  breaks: 'INV-07',
  says: 'Replanning a task that waits for its retry makes it due at once.',
  wrap: (store) => ({
    ...store,
    async operate(command) {
      const task = await store.operate(command);
      if (command.kind !== 'replan' || task.status !== 'PENDING') return task;
      return store.operate({ kind: 'retry', id: task.id, by: command.by, when: 'now' });
    },
  }),
};
