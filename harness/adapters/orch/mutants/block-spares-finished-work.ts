/** Breaks INV-08: the guardrail answers BLOCK to work that is finished already, and lets it pass. */
import type { Mutant } from './mutation.js';

export const blockSparesFinishedWork: Mutant = {
  name: 'block-spares-finished-work',
  breaks: 'INV-08',
  says: 'A report above the hard limit is answered BLOCK, and the task that reports its end is DONE all the same.',
  wrap: (store) => ({
    ...store,
    async report(proof, report) {
      const verdict = await store.report(proof, report);
      if (verdict.action === 'BLOCK') {
        const id = proof.taskId;
        await store.operate({ kind: 'resolve', id, by: 'guardrail:mutant', as: 'done', reason: 'finished' });
      }
      return verdict;
    },
  }),
};
