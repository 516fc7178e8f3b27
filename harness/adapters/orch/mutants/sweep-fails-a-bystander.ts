/** Breaks INV-16: when one lease has run out, the next task that is being worked on fails with it, for good. */
import type { Mutant } from './mutation.js';

export const sweepFailsABystander: Mutant = {
  name: 'sweep-fails-a-bystander',
  breaks: 'INV-16',
  says: 'A sweep that requeues a task fails another one, which is at work, for good.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const swept = await store.sweep(terms);
      const [bystander] = await store.list({ status: 'IN_PROGRESS', limit: 1 });
      if (swept.requeued.length > 0 && bystander?.status === 'IN_PROGRESS') {
        const { holder, fence } = bystander.lease;
        const proof = { taskId: bystander.id, holder, fence };
        await store.fail(proof, { error: 'planted', class: 'permanent' });
      }
      return swept;
    },
  }),
};
