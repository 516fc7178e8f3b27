/** What can be read of a store: tasks, counts, events, and what the engine finds wrong. Nothing here changes it. */
import type { Store } from '../../store.js';
import type { Uses } from '../record/lazily.js';
import { prepareEventsAfter } from './events.js';
import { prepareQuery } from './query.js';

type Looking = Pick<
  Store,
  'find' | 'list' | 'tasksAfter' | 'census' | 'tokensCharged' | 'eventsAfter' | 'integrity'
>;

export function looking({ connection: { read }, session, lazily }: Uses): Looking {
  const querying = lazily(prepareQuery);
  const telling = lazily(prepareEventsAfter);
  return {
    async find(id) {
      const { find } = querying();
      return read(() => find(id));
    },
    async list(terms) {
      const { list } = querying();
      return read(() => list(terms));
    },
    async tasksAfter(seq, terms) {
      const { tasksAfter } = querying();
      return read(() => tasksAfter(seq, terms));
    },
    async census() {
      const { census } = querying();
      return read(() => census());
    },
    tokensCharged: async (scope) => read(() => session.tokensCharged(scope)),
    async eventsAfter(seq, terms) {
      const eventsAfter = telling();
      return read(() => eventsAfter(seq, terms));
    },
    async integrity() {
      const { integrity } = querying();
      return read(() => integrity());
    },
  };
}
