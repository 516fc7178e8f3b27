/**
 * Breaks INV-21: what a worker sees of the queue ends with its first busy answer. The loop of the workers is the
 * harness's own, so the bug lies below it: the worker asks on, and is told ever after that there is nothing.
 */
import { hasCode } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const busyOnceBlindForEver: Mutant = {
  name: 'busy-once-blind-for-ever',
  breaks: 'INV-21',
  says: 'A worker that once met a busy store at a claim finds the queue empty ever after.',
  wrap(store) {
    let isBlind = false;
    return {
      ...store,
      async claim(holder, terms) {
        if (isBlind) return null;
        try {
          return await store.claim(holder, terms);
        } catch (error) {
          isBlind = hasCode(error, 'BUSY');
          throw error;
        }
      },
    };
  },
};
