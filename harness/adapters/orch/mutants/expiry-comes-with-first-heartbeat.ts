/** Breaks INV-18: a lease is taken in one step and given its end in another; who dies between never does the second. */
import { type EpochMs, seconds } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

const YEARS = seconds(10 * 365 * 24 * 60 * 60);

export const expiryComesWithFirstHeartbeat: Mutant = {
  name: 'expiry-comes-with-first-heartbeat',
  breaks: 'INV-18',
  says: 'A lease ends only once its holder has sent a heartbeat: who dies before leaves the task in progress for ever.',
  wrap: (store) => ({
    ...store,
    async claim(holder, terms) {
      const claimed = await store.claim(holder, { ...terms, leaseFor: YEARS });
      if (claimed === null) return null;
      const until = (claimed.lease.until - YEARS + terms.leaseFor) as EpochMs;
      return { ...claimed, lease: { ...claimed.lease, until } };
    },
  }),
};
