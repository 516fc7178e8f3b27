/** Breaks INV-01: a claim that finds nothing hands out a task somebody else is working on. */
import type { Mutant } from './mutation.js';

export const claimSharesALease: Mutant = {
  name: 'claim-shares-a-lease',
  breaks: 'INV-01',
  says: 'A claim that finds nothing runnable hands out a task that another worker holds.',
  wrap: (store) => ({
    ...store,
    async claim(holder, terms) {
      const claimed = await store.claim(holder, terms);
      if (claimed !== null) return claimed;
      const [held] = await store.list({ status: 'IN_PROGRESS', limit: 1 });
      return held?.status === 'IN_PROGRESS' ? { ...held, lease: { ...held.lease, holder } } : null;
    },
  }),
};
