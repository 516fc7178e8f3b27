/**
 * The disk under an actor's store, as a call meets it: full, slow, failing from some statement on, or the end of its
 * actor.
 * It opens the engine's file in the store's place and looks at every statement; the rest is the real engine's: it is
 * the engine that finds the store full, and the driver that rolls back.
 */
import SqliteDatabase, { type Database, type Statement } from 'better-sqlite3';
import type { StoreOptions } from '../../../core/index.js';
import type { Trouble } from '../../sut.js';

type OpenDatabase = NonNullable<StoreOptions['openDatabase']>;
type Transact = Database['transaction'];
type Body = (...values: unknown[]) => unknown;

/** The engine does not go below the size that a store has. */
const FEWEST_PAGES = 1;
/** As many as the engine can count. */
const MOST_PAGES = 4_294_967_294;
const EXECUTING = ['run', 'get', 'all', 'iterate'] as const;
const NONE: Trouble = {};

export interface DiskTerms {
  /** Ends the actor's process; absent: it has none of its own, and fails from there on. */
  readonly die?: () => void;
  /** Lets a commit take `ms` longer; absent: a disk that is never slow. */
  readonly waits?: (ms: number) => void;
  /** What opens a database; absent: the engine, on a file. */
  readonly opens?: OpenDatabase;
}

const nothing = () => undefined;
const openFile: OpenDatabase = (location, terms) => new SqliteDatabase(location, terms);

export class Disk {
  readonly #die: () => void;
  readonly #waits: (ms: number) => void;
  readonly #opens: OpenDatabase;
  #hasDied = false;
  #trouble: Trouble = NONE;
  #statements = 0;

  constructor({ die = nothing, waits = nothing, opens = openFile }: DiskTerms = {}) {
    this.#die = die;
    this.#waits = waits;
    this.#opens = opens;
  }

  /** Whether the actor died in the midst of a call. */
  get hasDied(): boolean {
    return this.#hasDied;
  }

  /** Opens a file on this disk. An actor has one. */
  readonly open: OpenDatabase = (location, terms) => {
    const db = this.#opens(location, terms);
    const prepare = db.prepare.bind(db);
    const transaction = db.transaction.bind(db);
    return Object.assign(db, {
      prepare: (sql: string) => this.#watched(prepare(sql)),
      transaction: ((body: Body) => transaction(this.#met(db, body))) as Transact,
    });
  };

  /** Carries out one call in its trouble. */
  async under<T>(trouble: Trouble | null, call: () => Promise<T>): Promise<T> {
    this.#trouble = trouble ?? NONE;
    this.#statements = 0;
    try {
      return await call();
    } finally {
      this.#trouble = NONE;
    }
  }

  #watched(statement: Statement): Statement {
    for (const method of EXECUTING) {
      const execute = statement[method].bind(statement) as Body;
      Object.assign(statement, {
        [method]: (...values: unknown[]) => {
          this.#statements += 1;
          this.#meet(this.#statements);
          return execute(...values);
        },
      });
    }
    return statement;
  }

  /** A transaction on this disk. Just before the commit it is slow, and what has struck at no statement strikes. */
  #met(db: Database, body: Body): Body {
    return (...values) => {
      const outcome =
        this.#trouble.storeFull === true ? withoutRoom(db, () => body(...values)) : body(...values);
      if (this.#trouble.commitMs !== undefined) this.#waits(this.#trouble.commitMs);
      this.#meet(Infinity);
      return outcome;
    };
  }

  #meet(statement: number): void {
    const { diesAt = Infinity, ioErrorAt = Infinity } = this.#trouble;
    if (this.#hasDied || (diesAt < Infinity && statement >= diesAt)) {
      this.#hasDied = true;
      this.#die();
      throw failure('its actor is dead');
    }
    if (ioErrorAt < Infinity && statement >= ioErrorAt) throw failure('disk I/O error');
  }
}

/** The limit is one of the connection, which the engine keeps until it is told otherwise. */
function withoutRoom<T>(db: Database, body: () => T): T {
  db.pragma(`max_page_count = ${FEWEST_PAGES}`);
  try {
    return body();
  } finally {
    db.pragma(`max_page_count = ${MOST_PAGES}`);
  }
}

function failure(says: string): Error {
  return new SqliteDatabase.SqliteError(says, 'SQLITE_IOERR');
}
