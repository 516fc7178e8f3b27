/** Breaks INV-01: a heartbeat after the clock stepped back reckons the lease anew and forgets what it promised. */
import { after } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const heartbeatShortensLease: Mutant = {
  name: 'heartbeat-shortens-lease',
  breaks: 'INV-01',
  says: 'A heartbeat trusts a clock that can step back: it takes back part of the lease that is held.',
  wrap: (store) => ({
    ...store,
    async heartbeat(proof, terms) {
      const lease = await store.heartbeat(proof, terms);
      const task = await store.find(proof.taskId);
      return task === null ? lease : { ...lease, until: after(task.updatedAt, terms.leaseFor) };
    },
  }),
};
