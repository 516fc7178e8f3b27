/** Breaks INV-13: replanned work that was running is queued again at once, though a person was to say when. */
import type { Mutant } from './mutation.js';

export const replanRunsOn: Mutant = {
  name: 'replan-runs-on',
  breaks: 'INV-13',
  says: 'Replanning a task in progress puts it straight back into the queue, where it should wait for a person.',
  wrap: (store) => ({
    ...store,
    async operate(command) {
      const task = await store.operate(command);
      if (command.kind !== 'replan' || task.status !== 'BLOCKED') return task;
      return store.operate({ kind: 'replan', id: task.id, by: command.by, notes: 'again', retries: 'keep' });
    },
  }),
};
