/** Breaks INV-01: leases last a thousandth of what was asked for, so a task is swept under a living holder. */
import { milliseconds } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const leaseInSeconds: Mutant = {
  name: 'lease-in-seconds',
  breaks: 'INV-01',
  says: 'A lease is given for a thousandth of what was asked: milliseconds are taken for seconds.',
  wrap: (store) => ({
    ...store,
    claim: (holder, { leaseFor, ...terms }) =>
      store.claim(holder, { ...terms, leaseFor: inSeconds(leaseFor) }),
    heartbeat: (proof, { leaseFor }) => store.heartbeat(proof, { leaseFor: inSeconds(leaseFor) }),
  }),
};

function inSeconds(leaseFor: number) {
  return milliseconds(Math.max(1, Math.round(leaseFor / 1000)));
}
