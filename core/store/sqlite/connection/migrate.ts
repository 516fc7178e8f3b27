/**
 * Brings a database to the present schema, one numbered step after the other, and refuses what is not a store.
 * A store that is up to date is only read, so that opening one changes nothing.
 */
import type { Database } from 'better-sqlite3';
import { StoreUnavailable } from '../../../errors.js';
import type { EpochMs } from '../../../time.js';
import { initial } from '../schema/0001-initial.js';
import { tokenUse } from '../schema/0002-token-use.js';
import { traceparent } from '../schema/0003-traceparent.js';
import { pruning } from '../schema/0004-pruning.js';
import { eventChain } from '../schema/0005-event-chain.js';
import { openTasks } from '../schema/0006-open-tasks.js';
import { nothingThere } from './refusals.js';

/** The steps in order; a step's number is its place, from 1. */
const MIGRATIONS: readonly { readonly name: string; readonly sql: string }[] = [
  { name: 'initial', sql: initial },
  { name: 'token-use', sql: tokenUse },
  { name: 'traceparent', sql: traceparent },
  { name: 'pruning', sql: pruning },
  { name: 'event-chain', sql: eventChain },
  { name: 'open-tasks', sql: openTasks },
];

const VERSION_TABLE = `
  create table schema_version (version integer primary key, name text not null, applied_at integer not null) strict`;

export interface MigrationTerms {
  /** For refusals. */
  readonly location: string;
  readonly now: EpochMs;
  /** What to do with a database that holds nothing at all. */
  readonly whenEmpty: 'create' | 'refuse';
}

/** @throws StoreUnavailable when the database is another program's, a newer one's, or empty and not to be created */
export function migrate(db: Database, terms: MigrationTerms): void {
  if (pendingFrom(db, terms) === MIGRATIONS.length) return;
  db.transaction(() => {
    const from = pendingFrom(db, terms);
    if (from === 0) db.exec(VERSION_TABLE);
    for (const [index, { name, sql }] of MIGRATIONS.entries()) {
      if (index < from) continue;
      db.exec(sql);
      db.prepare('insert into schema_version values (?, ?, ?)').run(index + 1, name, terms.now);
    }
  }).immediate();
}

/** How many steps the database has behind it. */
function pendingFrom(db: Database, terms: MigrationTerms): number {
  const tables = db.prepare<[], string>(`select name from sqlite_schema where type = 'table'`).pluck().all();
  if (tables.length === 0) {
    if (terms.whenEmpty === 'create') return 0;
    throw nothingThere(terms.location, 'an empty file');
  }
  if (!tables.includes('schema_version')) {
    throw new StoreUnavailable(
      `expected a task store at ${terms.location}, found a database with the tables ${tables.join(', ')}`,
      { hint: 'name another file with --db; this one belongs to another program' },
    );
  }
  const newer = newerThanKnown(db, terms.location);
  if (newer !== null) throw newer;
  return versionOf(db);
}

/** The refusal of a store that a newer release has migrated, be it while this process had it open; null: it has not. */
export function newerThanKnown(db: Database, location: string): StoreUnavailable | null {
  const version = versionOf(db);
  if (version <= MIGRATIONS.length) return null;
  return new StoreUnavailable(
    `expected ${location} to be a store of schema version ${MIGRATIONS.length} or older, found version ${version}`,
    {
      hint:
        'a newer release has migrated it; end the processes of this one and upgrade it, ' +
        'or name another store with --db',
    },
  );
}

function versionOf(db: Database): number {
  return db.prepare<[], number>('select max(version) from schema_version').pluck().get() ?? 0;
}
