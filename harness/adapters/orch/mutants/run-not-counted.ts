/** Breaks INV-06: a claim does not count itself, so what it hands out has the number of the run before. */
import type { Mutant } from './mutation.js';

export const runNotCounted: Mutant = {
  name: 'run-not-counted',
  breaks: 'INV-06',
  says: 'A claim is not counted: the second run of a task is handed out as its first.',
  wrap: (store) => ({
    ...store,
    async claim(holder, terms) {
      const claimed = await store.claim(holder, terms);
      return claimed && { ...claimed, run: Math.max(1, claimed.run - 1) };
    },
  }),
};
