/**
 * One database in memory for all actors of a simulated system: the real engine, without files and without a second
 * connection. As long as a step is indivisible nobody can tell connections apart, but for two things that are made
 * here: a lock that somebody else holds, and a connection that is closed in the midst of its transaction.
 */
import SqliteDatabase, { type Database, type Statement } from 'better-sqlite3';
import type { StoreOptions } from '../../../core/index.js';

type OpenDatabase = NonNullable<StoreOptions['openDatabase']>;
type Body = (...values: unknown[]) => unknown;
type Transaction = Body & { readonly immediate: Body };

/** The driver keeps the shape of its rows with a statement. */
type Shape = 'row' | 'raw' | 'pluck';

const IN_MEMORY = ':memory:';
/** The same at every refusal: to trace each costs more than the statement it stands for. */
const LOCKED = new SqliteDatabase.SqliteError('database is locked', 'SQLITE_BUSY');

/** Statements are prepared once, whoever asks: actors come and go, and ask for the same ones. */
export class SharedEngine {
  readonly #db: Database = new SqliteDatabase(IN_MEMORY);
  readonly #prepared = new Map<string, Statement>();
  readonly #settings = new Set<string>();
  #isLocked = false;

  /** Opens what an actor takes for a connection of its own. Whatever file it names, there is one database. */
  readonly open: OpenDatabase = () => {
    const db = this.#db;
    const connection = {
      prepare: (sql: string) => new SharedStatement(this, sql),
      transaction: (body: Body) => this.#refusable(db.transaction(body) as unknown as Transaction),
      exec: (sql: string) => this.#setUp(sql),
      pragma: (source: string) => db.pragma(source),
      close: () => this.#leave(),
      get inTransaction() {
        return db.inTransaction;
      },
    };
    return connection as unknown as Database;
  };

  /** Takes the write lock in the name of somebody else; answers how to let it go. @throws SQLITE_BUSY */
  lock(): () => void {
    if (this.#isLocked || this.#db.inTransaction) throw LOCKED;
    this.#isLocked = true;
    return () => {
      this.#isLocked = false;
    };
  }

  close(): void {
    this.#db.close();
  }

  prepared(sql: string, shape: Shape): Statement {
    const key = `${shape} ${sql}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    if (shape !== 'row') statement[shape]();
    this.#prepared.set(key, statement);
    return statement;
  }

  /** @throws SQLITE_BUSY when somebody else holds the lock */
  refuseWhenLocked(): void {
    if (this.#isLocked) throw LOCKED;
  }

  #refusable(transaction: Transaction): Transaction {
    const immediate: Body = (...values) => {
      this.refuseWhenLocked();
      return transaction.immediate(...values);
    };
    return Object.assign((...values: unknown[]) => transaction(...values), { immediate });
  }

  /** Every connection sets itself up in the same way, which no lock hinders; there is one, so it is done once. */
  #setUp(sql: string): void {
    if (this.#settings.has(sql)) return;
    this.#db.exec(sql);
    this.#settings.add(sql);
  }

  /** The engine undoes what a connection that is closed has not committed. */
  #leave(): void {
    if (this.#db.inTransaction) this.#db.exec('rollback');
  }
}

/** A statement of one connection; what the engine prepared for it may be another's too. */
class SharedStatement {
  readonly #engine: SharedEngine;
  readonly #sql: string;
  #statement: Statement;

  constructor(engine: SharedEngine, sql: string) {
    this.#engine = engine;
    this.#sql = sql;
    this.#statement = engine.prepared(sql, 'row');
  }

  pluck(): this {
    this.#statement = this.#engine.prepared(this.#sql, 'pluck');
    return this;
  }

  raw(): this {
    this.#statement = this.#engine.prepared(this.#sql, 'raw');
    return this;
  }

  run(...values: unknown[]): unknown {
    return this.#admitted().run(...values);
  }

  get(...values: unknown[]): unknown {
    return this.#admitted().get(...values);
  }

  all(...values: unknown[]): unknown {
    return this.#admitted().all(...values);
  }

  iterate(...values: unknown[]): unknown {
    return this.#admitted().iterate(...values);
  }

  #admitted(): Statement {
    if (!this.#statement.readonly) this.#engine.refuseWhenLocked();
    return this.#statement;
  }
}
