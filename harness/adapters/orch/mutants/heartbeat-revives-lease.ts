/** Breaks INV-02: heartbeats are accepted whatever fence they carry, as long as somebody holds the task. */
import type { Mutant } from './mutation.js';
import { newest } from './newest.js';

export const heartbeatRevivesLease: Mutant = {
  name: 'heartbeat-revives-lease',
  breaks: 'INV-02',
  says: 'A worker that lost its lease prolongs the lease of the worker that holds the task.',
  wrap: (store) => ({
    ...store,
    heartbeat: async (proof, terms) => store.heartbeat(await newest(store, proof), terms),
  }),
};
