/** Breaks INV-17: what is done names a task that does not exist, past the store's foreign keys. */
import type { StoreOptions } from '../../../../core/index.js';
import { Disk } from '../disk.js';
import type { Mutant } from './mutation.js';

type Database = ReturnType<NonNullable<StoreOptions['openDatabase']>>;
type Body = (...values: unknown[]) => unknown;

export const originalLeftDangling: Mutant = {
  name: 'original-left-dangling',
  breaks: 'INV-17',
  says: 'A completed task refers to a task that does not exist.',
  options: ({ openDatabase = new Disk().open, ...options }) => ({
    ...options,
    openDatabase: (location, terms) => danglingAfterEach(openDatabase(location, terms)),
  }),
};

/** After each transaction, whatever is done in it. */
function danglingAfterEach(db: Database): Database {
  const transaction = db.transaction.bind(db);
  const dangling = (body: Body) => {
    const run = transaction(body);
    const immediate: Body = (...values) => {
      const outcome = run.immediate(...values);
      dangle(db);
      return outcome;
    };
    return Object.assign(immediate, { immediate });
  };
  return Object.assign(db, { transaction: dangling as Database['transaction'] });
}

function dangle(db: Database): void {
  db.pragma('foreign_keys = off');
  db.prepare(`update task set duplicate_of = 'nowhere' where status = 'DONE' and duplicate_of is null`).run();
  db.pragma('foreign_keys = on');
}
