/** Breaks INV-22: a store that was busy once goes on refusing every other claim, long after the lock is gone. */
import { type Busy, hasCode } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const busyComesBack: Mutant = {
  name: 'busy-comes-back',
  breaks: 'INV-22',
  says: 'After one busy answer every other claim is refused as busy, though nobody holds the store.',
  wrap(store) {
    let last: Busy | null = null;
    let claims = 0;
    return {
      ...store,
      async claim(holder, terms) {
        claims += 1;
        if (last !== null && claims % 2 === 0) throw last;
        try {
          return await store.claim(holder, terms);
        } catch (error) {
          if (hasCode(error, 'BUSY')) last = error as Busy;
          throw error;
        }
      },
    };
  },
};
