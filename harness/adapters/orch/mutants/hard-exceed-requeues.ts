/** Breaks INV-08: the guardrail returns the task in place of blocking it. */
import type { Mutant } from './mutation.js';

export const hardExceedRequeues: Mutant = {
  name: 'hard-exceed-requeues',
  breaks: 'INV-08',
  says: 'A report above the hard limit puts the task back into the queue.',
  wrap: (store) => ({
    ...store,
    async report(proof, report) {
      const verdict = await store.report(proof, report);
      if (verdict.action === 'BLOCK') {
        const id = proof.taskId;
        await store.operate({ kind: 'replan', id, by: 'guardrail:mutant', notes: 'again', retries: 'keep' });
      }
      return verdict;
    },
  }),
};
