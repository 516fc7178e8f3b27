/** How tasks come in: the methods, and the checks of what they are given. */
import { checkedDraft } from '../../../task/draft.js';
import type { Store } from '../../store.js';
import { rehearse } from '../connection/rehearse.js';
import type { Uses } from '../record/lazily.js';
import { prepareEnqueue } from './enqueue.js';
import { prepareImport } from './import.js';
import { checkedImport } from './import-row.js';
import { explainingPruned } from './pruned-id.js';
import { prepareSeries } from './series.js';

type Entering = Pick<Store, 'enqueue' | 'enqueueSeries' | 'importTasks'>;

export function entering({ connection, write, lazily }: Uses): Entering {
  const { read } = connection;
  const adding = lazily((session) => explainingPruned(session, prepareEnqueue(session)));
  const numbering = lazily((session) => prepareSeries(session, adding()));
  const importing = lazily(prepareImport);
  return {
    async enqueue(draft) {
      const checked = checkedDraft(draft);
      const enqueue = adding();
      return write(() => enqueue(checked));
    },
    async enqueueSeries(prefix, drafts) {
      const checked = drafts.map((draft) => checkedDraft({ ...draft, id: `${prefix}0` }));
      const series = numbering();
      read(() => series.look(prefix));
      return write(() => series.enqueue(prefix, checked));
    },
    async importTasks(rows, { existing = 'keep', effect = 'apply' } = {}) {
      const checked = rows.map(checkedImport);
      const importTasks = importing();
      const body = () => importTasks(checked, existing);
      return effect === 'apply' ? write(body) : rehearse(connection, body);
    },
  };
}
