/** Breaks INV-02: every claim of a task gives out the fence of the first, so a fence tells no run from another. */
import { fencingToken } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';
import { ofSameName } from './newest.js';

export const fenceNotIncreased: Mutant = {
  name: 'fence-not-increased',
  breaks: 'INV-02',
  says: 'A task that is claimed again gets the fence it had before.',
  wrap: (store) => ({
    ...store,
    async claim(holder, terms) {
      const claimed = await store.claim(holder, terms);
      return claimed && { ...claimed, lease: { ...claimed.lease, fence: fencingToken(1) } };
    },
    heartbeat: async (proof, terms) => store.heartbeat(await ofSameName(store, proof), terms),
    report: async (proof, report) => store.report(await ofSameName(store, proof), report),
    complete: async (proof, completion) => store.complete(await ofSameName(store, proof), completion),
    fail: async (proof, failure) => store.fail(await ofSameName(store, proof), failure),
  }),
};
