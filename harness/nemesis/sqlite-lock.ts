/**
 * Holds the write lock of an SQLite file, as another process in the middle of a long write would.
 * The only place in the harness that opens the system's store; it writes nothing.
 */
import Database from 'better-sqlite3';

/**
 * Takes the write lock of the file. The answer lets it go and is safe to call twice.
 * @throws when the lock cannot be had within `waitMs`
 */
export function lockSqliteFile(path: string, terms: { readonly waitMs: number }): () => void {
  const database = new Database(path, { fileMustExist: true, timeout: terms.waitMs });
  try {
    database.exec('begin immediate');
  } catch (error) {
    database.close();
    throw error;
  }
  return () => {
    if (!database.open) return;
    database.exec('rollback');
    database.close();
  };
}
