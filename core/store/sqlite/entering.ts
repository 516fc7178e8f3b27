/** How tasks come in, and how they are claimed: the methods, and the checks of what they are given. */
import { checkedDraft } from '../../task/draft.js';
import { wholeFrom, workerId } from '../../task/ids.js';
import type { ClaimTerms, Store } from '../store.js';
import { prepareClaim } from './claim.js';
import { prepareEnqueue } from './enqueue.js';
import { prepareImport } from './import.js';
import { checkedImport } from './import-row.js';
import type { Uses } from './lazily.js';
import { explainingPruned } from './pruned-id.js';
import { rehearse } from './rehearse.js';
import { prepareSeries } from './series.js';

type Entering = Pick<Store, 'enqueue' | 'enqueueSeries' | 'importTasks' | 'claim'>;

export function entering({ connection, write, lazily }: Uses): Entering {
  const { read } = connection;
  const adding = lazily((session) => explainingPruned(session, prepareEnqueue(session)));
  const numbering = lazily((session) => prepareSeries(session, adding()));
  const importing = lazily(prepareImport);
  const claiming = lazily(prepareClaim);
  /** Where the last claim found work there is likely more, and to look first would only cost. */
  let foundWork = false;
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
    async claim(holder, terms) {
      workerId(holder);
      checkClaimTerms(terms);
      const claim = claiming();
      while (foundWork || read(() => claim.worthTrying())) {
        const outcome = await write(() => claim.attempt(holder, terms));
        foundWork = outcome !== null;
        if (outcome !== 'again') return outcome;
      }
      return null;
    },
  };
}

function checkClaimTerms({ leaseFor, maxInProgress }: ClaimTerms): void {
  wholeFrom(1, leaseFor, 'leaseFor, in ms,');
  if (maxInProgress !== undefined) wholeFrom(1, maxInProgress, 'maxInProgress');
}
