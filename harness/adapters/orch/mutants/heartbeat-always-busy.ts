/** Breaks INV-14: no heartbeat ever gets through, so leases run out under workers that are hale and at work. */
import { Busy } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const heartbeatAlwaysBusy: Mutant = {
  name: 'heartbeat-always-busy',
  breaks: 'INV-14',
  says: 'Every heartbeat is refused as busy: a long task is run again while its first run goes on.',
  wrap: (store) => ({
    ...store,
    heartbeat: async () => {
      throw new Busy('planted: the store is locked');
    },
  }),
};
