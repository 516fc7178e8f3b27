/** Breaks INV-20: the watchdog's interval is taken in another unit, so most of its sweeps look at nothing. */
import type { Mutant } from './mutation.js';

/** Sweeps from one that does its work to the next. */
const EVERY = 500;

export const sweepSeldomLooks: Mutant = {
  name: 'sweep-seldom-looks',
  breaks: 'INV-20',
  says: 'Only every five hundredth sweep does its work: what a fault left behind is taken up hours later.',
  wrap(store) {
    let sweeps = 0;
    return {
      ...store,
      async sweep(terms) {
        sweeps += 1;
        return sweeps % EVERY === 0 ? store.sweep(terms) : { requeued: [], exhausted: [] };
      },
    };
  },
};
