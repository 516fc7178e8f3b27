/**
 * The store on SQLite: each method of the contract as one transaction over the parts that do the work.
 * Arguments are checked here, before a transaction begins; no SQL stands here.
 */
import { Invalid } from '../../errors.js';
import { checkedDraft, filled, text } from '../../task/draft.js';
import { wholeFrom, workerId } from '../../task/ids.js';
import type { StoreOptions } from '../options.js';
import type { ClaimTerms, Failure, OperatorCommand, Store } from '../store.js';
import { prepareClaim } from './claim.js';
import { type Connection, connect } from './connection.js';
import { prepareEnforce } from './enforce.js';
import { checkedImport, prepareEnqueue, prepareImport } from './enqueue.js';
import { prepareEventsAfter } from './events.js';
import { type GroupCommit, groupCommit, type Write } from './group-commit.js';
import { prepareReport } from './guard.js';
import { prepareHeartbeat } from './heartbeat.js';
import { prepareOperate } from './operate.js';
import { preparePruning } from './prune.js';
import { explainingPruned } from './pruned-id.js';
import { prepareQuery } from './query.js';
import { rehearse } from './rehearse.js';
import { prepareRelease } from './release.js';
import { prepareReview } from './review.js';
import { prepareEnqueueSeries } from './series.js';
import { beginSession, type Session, type SessionTerms } from './session.js';
import { prepareSettle } from './settle.js';
import { prepareSweep } from './sweep.js';

type SqliteStoreOptions = StoreOptions & SessionTerms;

/** Opens, and where told creates, the store in the file `location`. */
export function openSqliteStore(location: string, options: SqliteStoreOptions): Store {
  const connection = connect(location, options);
  try {
    return connection.read(() => storeOver(connection, options));
  } catch (error) {
    connection.close();
    throw error;
  }
}

function storeOver(connection: Connection, options: SqliteStoreOptions): Store {
  const session = beginSession(connection, options);
  const { write, flush } = committing(connection, options);
  return {
    ...entering(connection, { session, write }),
    ...holding(write, session),
    ...overseeing(connection, { session, write }),
    ...preparePruning({ connection, session, write, actor: options.actor }),
    async close() {
      flush();
      connection.close();
    },
  };
}

function committing({ write }: Connection, { commits = 'each' }: StoreOptions): GroupCommit {
  if (commits === 'grouped') return groupCommit((body) => write(body));
  return { write: async (body) => write(body), flush: () => undefined };
}

interface Uses {
  readonly session: Session;
  readonly write: Write;
}

type Entering = Pick<Store, 'enqueue' | 'enqueueSeries' | 'importTasks' | 'claim'>;

function entering(connection: Connection, { session, write }: Uses): Entering {
  const { read } = connection;
  const enqueue = explainingPruned(session, prepareEnqueue(session));
  const enqueueSeries = prepareEnqueueSeries(session, enqueue);
  const importTasks = prepareImport(session);
  const claim = prepareClaim(session);
  return {
    async enqueue(draft) {
      const checked = checkedDraft(draft);
      return write(() => enqueue(checked));
    },
    async enqueueSeries(prefix, drafts) {
      const checked = drafts.map((draft) => checkedDraft({ ...draft, id: `${prefix}0` }));
      return write(() => enqueueSeries(prefix, checked));
    },
    async importTasks(rows, { existing = 'keep', effect = 'apply' } = {}) {
      const checked = rows.map(checkedImport);
      const body = () => importTasks(checked, existing);
      return effect === 'apply' ? write(body) : rehearse(connection, body);
    },
    async claim(holder, terms) {
      workerId(holder);
      checkClaimTerms(terms);
      while (read(() => claim.worthTrying())) {
        const outcome = await write(() => claim.attempt(holder, terms));
        if (outcome !== 'again') return outcome;
      }
      return null;
    },
  };
}

type Holding = Pick<Store, 'heartbeat' | 'report' | 'complete' | 'fail' | 'block' | 'release'>;

function holding(write: Write, session: Session): Holding {
  const heartbeat = prepareHeartbeat(session);
  const report = prepareReport(session);
  const settle = prepareSettle(session);
  const release = prepareRelease(session);
  return {
    async heartbeat(proof, { leaseFor }) {
      wholeFrom(1, leaseFor, 'leaseFor, in ms,');
      return write(() => heartbeat(proof, leaseFor));
    },
    async report(proof, workerReport) {
      return write(() => report(proof, workerReport));
    },
    async complete(proof, completion) {
      text(completion.notes, 'notes');
      return write(() => settle.complete(proof, completion));
    },
    async fail(proof, failure) {
      checkFailure(failure);
      return write(() => settle.fail(proof, failure));
    },
    async block(proof, { nextAction }) {
      filled(nextAction, 'nextAction');
      return write(() => settle.block(proof, nextAction));
    },
    async release(proof, { reason }) {
      filled(reason, 'reason');
      return write(() => release(proof, reason));
    },
  };
}

type Overseeing = Omit<Store, keyof Holding | keyof Entering | 'prune' | 'prunings' | 'close'>;

function overseeing(connection: Connection, { session, write }: Uses): Overseeing {
  const { read } = connection;
  const sweep = prepareSweep(session, connection);
  const operate = prepareOperate(session);
  const enforce = prepareEnforce(session);
  const review = prepareReview(session);
  const query = prepareQuery(session);
  const eventsAfter = prepareEventsAfter(session);
  return {
    async sweep(terms) {
      wholeFrom(1, terms.limit, 'limit');
      return sweep(terms);
    },
    async operate(command) {
      checkCommand(command);
      return write(() => operate(command));
    },
    async review(reviewed, handedIn) {
      text(handedIn.report, 'report');
      text(handedIn.criteria ?? '', 'criteria');
      return write(() => review(reviewed, handedIn));
    },
    enforce: async (id, report) => write(() => enforce(id, report)),
    find: async (id) => read(() => query.find(id)),
    list: async (terms) => read(() => query.list(terms)),
    census: async () => read(() => query.census()),
    tokensCharged: async (scope) => read(() => session.tokensCharged(scope)),
    eventsAfter: async (seq, terms) => read(() => eventsAfter(seq, terms)),
    integrity: async () => read(() => query.integrity()),
  };
}

function checkClaimTerms({ leaseFor, maxInProgress }: ClaimTerms): void {
  wholeFrom(1, leaseFor, 'leaseFor, in ms,');
  if (maxInProgress !== undefined) wholeFrom(1, maxInProgress, 'maxInProgress');
}

function checkFailure(failure: Failure): void {
  filled(failure.error, 'error');
  if (failure.class !== 'transient' && failure.class !== 'permanent') {
    throw new Invalid(`expected class to be transient or permanent, got ${String(failure.class)}`);
  }
}

function checkCommand(command: OperatorCommand): void {
  filled(command.by, 'by');
  if (command.kind === 'replan') filled(command.notes, 'notes');
  if (command.kind === 'resolve') filled(command.reason, 'reason');
}
