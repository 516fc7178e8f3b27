/** What those do who hold no lease: sweep, step in, review, enforce and look. */
import { filled, text } from '../../task/draft.js';
import { wholeFrom } from '../../task/ids.js';
import type { OperatorCommand, Store } from '../store.js';
import { prepareEnforce } from './enforce.js';
import { prepareEventsAfter } from './events.js';
import type { Uses } from './lazily.js';
import { prepareOperate } from './operate.js';
import { prepareQuery } from './query.js';
import { prepareReview } from './review.js';
import { prepareSweep } from './sweep.js';

type Overseeing = Pick<
  Store,
  | 'sweep'
  | 'operate'
  | 'review'
  | 'enforce'
  | 'find'
  | 'list'
  | 'census'
  | 'tokensCharged'
  | 'eventsAfter'
  | 'integrity'
>;

export function overseeing({ connection, session, write, lazily }: Uses): Overseeing {
  const { read } = connection;
  const sweeping = lazily((own) => prepareSweep(own, connection));
  const operating = lazily(prepareOperate);
  const enforcing = lazily(prepareEnforce);
  const reviewing = lazily(prepareReview);
  const looking = lazily(prepareQuery);
  const telling = lazily(prepareEventsAfter);
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
    async find(id) {
      const { find } = looking();
      return read(() => find(id));
    },
    async list(terms) {
      const { list } = looking();
      return read(() => list(terms));
    },
    async census() {
      const { census } = looking();
      return read(() => census());
    },
    tokensCharged: async (scope) => read(() => session.tokensCharged(scope)),
    async eventsAfter(seq, terms) {
      const eventsAfter = telling();
      return read(() => eventsAfter(seq, terms));
    },
    async integrity() {
      const { integrity } = looking();
      return read(() => integrity());
    },
  };
}

function checkCommand(command: OperatorCommand): void {
  filled(command.by, 'by');
  if (command.kind === 'replan') filled(command.notes, 'notes');
  if (command.kind === 'resolve') filled(command.reason, 'reason');
}
