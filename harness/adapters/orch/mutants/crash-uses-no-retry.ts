/** Breaks INV-06: a run that ends with its worker is not counted, so a task that kills its worker is run for ever. */
import type { Mutant } from './mutation.js';
import { runAgain } from './run-again.js';

export const crashUsesNoRetry: Mutant = {
  name: 'crash-uses-no-retry',
  breaks: 'INV-06',
  says: 'A run whose lease ran out uses up no retry: a crash loop never ends.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const held = new Set((await store.list({ status: 'IN_PROGRESS', limit: 10_000 })).map(({ id }) => id));
      const { requeued, exhausted } = await store.sweep(terms);
      const crashed = exhausted.filter((id) => held.has(id));
      await runAgain(store, [...requeued.filter((id) => held.has(id)), ...crashed]);
      return { requeued: [...requeued, ...crashed], exhausted: exhausted.filter((id) => !held.has(id)) };
    },
  }),
};
