/** Breaks INV-02: failures are accepted whatever fence they carry, as long as somebody holds the task. */
import type { Mutant } from './mutation.js';
import { newest } from './newest.js';

export const failIgnoresFence: Mutant = {
  name: 'fail-ignores-fence',
  breaks: 'INV-02',
  says: 'A worker that lost its lease fails the task under the worker that holds it.',
  wrap: (store) => ({
    ...store,
    fail: async (proof, failure) => store.fail(await newest(store, proof), failure),
  }),
};
