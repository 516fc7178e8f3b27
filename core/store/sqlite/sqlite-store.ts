/**
 * The store on SQLite: each method of the contract as one transaction over the parts that do the work. Arguments are
 * checked before a transaction begins.
 */
import { milliseconds } from '../../time.js';
import type { StoreOptions } from '../options.js';
import type { Store } from '../store.js';
import { type Connection, connect } from './connection/connection.js';
import { type GroupCommit, groupCommit } from './connection/group-commit.js';
import { entering } from './entering/entering.js';
import { holding } from './holding/holding.js';
import { looking } from './looking/looking.js';
import { overseeing } from './overseeing/overseeing.js';
import { preparePruning } from './pruning/prune.js';
import { lazilyOver } from './record/lazily.js';
import { beginSession, type SessionTerms } from './record/session.js';

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
  const uses = { connection, session, write, lazily: lazilyOver(connection, session) };
  return {
    ...entering(uses),
    ...holding(uses),
    ...overseeing(uses),
    ...looking(uses),
    ...preparePruning({ ...uses, actor: options.actor }),
    async close() {
      flush();
      connection.close();
    },
  };
}

/** How long a call of a group waits for a locked store unless told otherwise; nothing else waits with it. */
const GROUP_PATIENCE = milliseconds(200);

function committing({ write, attempt, episode }: Connection, options: StoreOptions): GroupCommit {
  const { clock, commits = 'each', busyWait = GROUP_PATIENCE } = options;
  if (commits === 'each') return { write: async (body) => write(body), flush: () => undefined };
  const onGivenUp = () => episode.refused(clock.now());
  return groupCommit({ commit: (body) => attempt(body), clock, patience: busyWait, onGivenUp });
}
