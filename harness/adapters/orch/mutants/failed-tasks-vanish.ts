/** Breaks INV-04: retention removes what failed for good before anybody has read it. */
import type { Mutant } from './mutation.js';

export const failedTasksVanish: Mutant = {
  name: 'failed-tasks-vanish',
  breaks: 'INV-04',
  says: 'Tasks that failed for good are no longer listed.',
  wrap: (store) => ({
    ...store,
    list: async (query) =>
      (await store.list(query)).filter((task) => task.status !== 'FAILED' || task.retryAt !== null),
  }),
};
