/**
 * One connection to one SQLite file: how it is opened, and the two ways to use it, `read` and `write`.
 * Everything that talks to the engine goes through here, so that no raw engine error reaches a caller.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { CodedError, hasCode, StoreUnavailable } from '../../../errors.js';
import { makeFolder } from '../../../make-folder.js';
import { type Clock, type EpochMs, milliseconds } from '../../../time.js';
import type { StoreOptions } from '../../options.js';
import { type BusyEpisode, busyEpisode } from './busy-episode.js';
import { migrate, newerThanKnown } from './migrate.js';
import { closed, nothingThere, refusalFor, refusalOfCommit } from './refusals.js';
import { sameFile } from './same-file.js';

/** The longest wait inside the engine: it holds up the whole process, heartbeats included. */
const LONGEST_BUSY_WAIT = milliseconds(50);
/**
 * The size of a page, in bytes, of a store made from now on; one that is there keeps its own. A commit writes whole
 * pages, and a step of a task changes little on each of five.
 */
const PAGE_BYTES = 2048;
/** After how many pages in the log they are brought home: 4 MB. */
const PAGES_IN_LOG = 2000;
/** Pages kept in memory, in KiB: the head of the queue and its indexes stay there however much is stored. */
const CACHE_KIB = 32 * 1024;
const IN_MEMORY = ':memory:';
const SYNCHRONOUS = { full: 'full', normal: 'normal', none: 'off' } as const;

/** A connection to a store of the present schema. */
export interface Connection {
  readonly db: Database;
  /** The instant of the present `read` or `write`. */
  now(): EpochMs;
  readonly episode: BusyEpisode;
  read<T>(body: () => T): T;
  /**
   * Runs `body` in one IMMEDIATE transaction. What it throws rolls everything back. A refusal that it *returns*
   * is thrown after the commit: so a refusal can leave its event behind.
   */
  write<T>(body: () => T | CodedError): T;
  /** The same without a mark of a lock in `episode`: whoever tries again marks it when it gives up. */
  attempt<T>(body: () => T | CodedError): T;
  /** For who finds nothing to do. @throws StoreUnavailable when the file was removed or replaced meanwhile */
  checkFile(): void;
  close(): void;
}

/** @throws StoreUnavailable, Corrupt, Busy, StoreFull */
export function connect(location: string, options: StoreOptions): Connection {
  const translated = <T>(body: () => T): T => {
    try {
      return body();
    } catch (error) {
      throw refusalFor(error, location);
    }
  };
  const db = translated(() => openFile(location, options));
  try {
    translated(() => prepare(db, { ...options, location }));
  } catch (error) {
    db.close();
    throw error;
  }
  let isClosed = false;
  const whileOpen: Means['translated'] = (body) => {
    if (isClosed) throw closed(location);
    return translated(body);
  };
  const { clock } = options;
  return {
    ...connectionOver({ db, translated: underNewer(db, location, whileOpen), clock }),
    checkFile: sameFile(location),
    close() {
      if (!isClosed) translated(() => db.close());
      isClosed = true;
    },
  };
}

/** What the engine cannot make sense of may be the work of a newer release, which migrated the open store. */
function underNewer(db: Database, location: string, translated: Means['translated']): Means['translated'] {
  return (body) => {
    try {
      return translated(body);
    } catch (error) {
      const isTheEngines = error instanceof SqliteDatabase.SqliteError;
      throw (isTheEngines ? newerThanKnown(db, location) : null) ?? error;
    }
  };
}

interface Means {
  readonly db: Database;
  translated<T>(body: () => T): T;
  readonly clock: Clock;
}

function connectionOver({ db, translated, clock }: Means): Omit<Connection, 'checkFile' | 'close'> {
  let instant = clock.now();
  const episode = busyEpisode();
  const atOneInstant = <T>(body: () => T): T => {
    instant = clock.now();
    return body();
  };
  let isCommitting = false;
  const transaction = db.transaction(<T>(body: () => T): T => {
    const outcome = atOneInstant(body);
    isCommitting = true;
    return outcome;
  });
  const attempt = <T>(body: () => T | CodedError): T => {
    let outcome: T | CodedError;
    isCommitting = false;
    try {
      outcome = translated(() => transaction.immediate(body)) as T | CodedError;
    } catch (error) {
      episode.ended('rolled-back');
      throw isCommitting ? refusalOfCommit(error) : error;
    }
    episode.ended('committed');
    if (outcome instanceof CodedError) throw outcome;
    return outcome;
  };
  return {
    db,
    now: () => instant,
    episode,
    read: (body) => translated(() => atOneInstant(body)),
    attempt,
    write<T>(body: () => T | CodedError): T {
      try {
        return attempt(body);
      } catch (error) {
        if (hasCode(error, 'BUSY')) episode.refused(clock.now());
        throw error;
      }
    },
  };
}

function openFile(location: string, options: StoreOptions): Database {
  const { openDatabase = (file, terms) => new SqliteDatabase(file, terms) } = options;
  const wait = Math.min(options.busyWait ?? LONGEST_BUSY_WAIT, LONGEST_BUSY_WAIT);
  if (location !== IN_MEMORY) makeRoom(location, options);
  return openDatabase(location, { timeout: wait });
}

function makeRoom(location: string, options: StoreOptions): void {
  if (options.whenMissing === 'refuse') {
    if (existsSync(location)) return;
    throw nothingThere(location, 'nothing');
  }
  const folder = dirname(location);
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new StoreUnavailable(`the folder ${folder} of the store cannot be made`, {
      cause,
      hint: 'name a path with --db whose folders exist or can be made by this user',
    });
  }
}

function prepare(db: Database, options: StoreOptions & { readonly location: string }): void {
  db.exec(`
    pragma page_size = ${PAGE_BYTES};
    pragma journal_mode = wal;
    pragma wal_autocheckpoint = ${PAGES_IN_LOG};
    pragma synchronous = ${SYNCHRONOUS[options.durability ?? 'full']};
    pragma foreign_keys = on;
    pragma cache_size = -${CACHE_KIB};`);
  if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
  const { location, whenMissing: whenEmpty } = options;
  migrate(db, { location, now: options.clock.now(), whenEmpty });
  if (options.commits === 'grouped') db.pragma('busy_timeout = 0');
}
