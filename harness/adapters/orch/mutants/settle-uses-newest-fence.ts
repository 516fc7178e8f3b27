/** Breaks INV-02: whoever settles a task does so with the newest fence there is, whatever its own was. */
import type { Mutant } from './mutation.js';
import { newest } from './newest.js';

export const settleUsesNewestFence: Mutant = {
  name: 'settle-uses-newest-fence',
  breaks: 'INV-02',
  says: 'A worker that lost its lease settles the task with the fence of the worker that holds it.',
  wrap: (store) => ({
    ...store,
    complete: async (proof, completion) => store.complete(await newest(store, proof), completion),
    fail: async (proof, failure) => store.fail(await newest(store, proof), failure),
  }),
};
