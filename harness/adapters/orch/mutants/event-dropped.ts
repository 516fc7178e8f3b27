/** Breaks INV-09: completions leave no event, so the log does not explain the state. */
import type { Mutant } from './mutation.js';

export const eventDropped: Mutant = {
  name: 'event-dropped',
  breaks: 'INV-09',
  says: 'The event of a completion is missing from the log.',
  wrap: (store) => ({
    ...store,
    eventsAfter: async (seq, terms) =>
      (await store.eventsAfter(seq, terms)).filter(({ type }) => type !== 'done'),
  }),
};
