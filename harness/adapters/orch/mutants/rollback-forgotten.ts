/** Breaks INV-09: an error leaves its transaction open, and the next call joins what the broken one had written. */
import type { StoreOptions } from '../../../../core/index.js';
import { Disk } from '../disk.js';
import type { Mutant } from './mutation.js';

type OpenDatabase = NonNullable<StoreOptions['openDatabase']>;
type Database = ReturnType<OpenDatabase>;
type Body = (...values: unknown[]) => unknown;

export const rollbackForgotten: Mutant = {
  name: 'rollback-forgotten',
  breaks: 'INV-09',
  says: 'A transaction that met an error is not rolled back; the next call goes on in it and commits both.',
  options: ({ openDatabase = new Disk().open, ...options }) => ({
    ...options,
    openDatabase: (location, terms) => withoutRollback(openDatabase(location, terms)),
  }),
};

function withoutRollback(db: Database): Database {
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const transaction = (body: Body) => {
    const run: Body = (...values) => {
      if (!db.inTransaction) begin.run();
      const outcome = body(...values);
      commit.run();
      return outcome;
    };
    return Object.assign(run, { immediate: run });
  };
  return Object.assign(db, { transaction: transaction as Database['transaction'] });
}
