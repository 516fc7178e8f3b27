/** Breaks INV-05: the idempotency key is dropped on the way in, so two tasks of one key both run. */
import type { Mutant } from './mutation.js';

export const keyIgnored: Mutant = {
  name: 'key-ignored',
  breaks: 'INV-05',
  says: 'The idempotency key is ignored: the same work submitted twice is done twice.',
  wrap: (store) => ({
    ...store,
    enqueue: (draft) => store.enqueue({ ...draft, idempotencyKey: null }),
  }),
};
