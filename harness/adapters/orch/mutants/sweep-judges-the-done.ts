/** Breaks INV-23: the watchdog judges tasks that are done again at every sweep, and the log grows for ever. */
import type { Mutant } from './mutation.js';

export const sweepJudgesTheDone: Mutant = {
  name: 'sweep-judges-the-done',
  breaks: 'INV-23',
  says: 'Every sweep writes one more verdict about a task that is done.',
  wrap: (store) => ({
    ...store,
    async sweep(terms) {
      const swept = await store.sweep(terms);
      const [done] = await store.list({ status: 'DONE', limit: 1 });
      if (done) await store.enforce(done.id, { tokens: done.tokensUsed, text: null });
      return swept;
    },
  }),
};
