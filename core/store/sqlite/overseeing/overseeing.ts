/** What those do who hold no lease: sweep, step in, review and enforce. */
import { filled, text } from '../../../task/draft.js';
import { wholeFrom } from '../../../task/ids.js';
import type { OperatorCommand, Store } from '../../store.js';
import type { Uses } from '../record/lazily.js';
import { prepareEnforce } from './enforce.js';
import { prepareOperate } from './operate.js';
import { prepareReview } from './review.js';
import { prepareSweep } from './sweep.js';

type Overseeing = Pick<Store, 'sweep' | 'operate' | 'review' | 'enforce'>;

export function overseeing({ connection, write, lazily }: Uses): Overseeing {
  const sweeping = lazily((own) => prepareSweep(own, connection));
  const operating = lazily(prepareOperate);
  const enforcing = lazily(prepareEnforce);
  const reviewing = lazily(prepareReview);
  return {
    async sweep(terms) {
      wholeFrom(1, terms.limit, 'limit');
      return sweeping()(terms);
    },
    async operate(command) {
      checkCommand(command);
      const operate = operating();
      return write(() => operate(command));
    },
    async review(reviewed, handedIn) {
      text(handedIn.report, 'report');
      text(handedIn.criteria ?? '', 'criteria');
      const review = reviewing();
      return write(() => review(reviewed, handedIn));
    },
    async enforce(id, report) {
      const enforce = enforcing();
      return write(() => enforce(id, report));
    },
  };
}

function checkCommand(command: OperatorCommand): void {
  filled(command.by, 'by');
  if (command.kind === 'replan') filled(command.notes, 'notes');
  if (command.kind === 'resolve') filled(command.reason, 'reason');
}
