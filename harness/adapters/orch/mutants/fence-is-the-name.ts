/** Breaks INV-02: a lease is known by the name of its holder, which a restarted worker has as well. */
import type { Mutant } from './mutation.js';
import { ofSameName } from './newest.js';

export const fenceIsTheName: Mutant = {
  name: 'fence-is-the-name',
  breaks: 'INV-02',
  says: 'A worker that lost its lease settles the task when a worker of the same name holds it.',
  wrap: (store) => ({
    ...store,
    complete: async (proof, completion) => store.complete(await ofSameName(store, proof), completion),
    fail: async (proof, failure) => store.fail(await ofSameName(store, proof), failure),
  }),
};
