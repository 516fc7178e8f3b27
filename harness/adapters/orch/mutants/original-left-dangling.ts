/** Breaks INV-17: what is done names a task that does not exist, past the store's foreign keys. */
import Database from 'better-sqlite3';
import type { Mutant } from './mutation.js';

export const originalLeftDangling: Mutant = {
  name: 'original-left-dangling',
  breaks: 'INV-17',
  says: 'A completed task refers to a task that does not exist.',
  wrap: (store, location) => ({
    ...store,
    async complete(proof, completion) {
      const done = await store.complete(proof, completion);
      const database = new Database(location);
      database.pragma('foreign_keys = off');
      database.prepare(`update task set duplicate_of = 'nowhere' where id = ?`).run(proof.taskId);
      database.close();
      return done;
    },
  }),
};
