/**
 * What every part of the store has at hand while a transaction runs: the database, the transaction's one instant,
 * the log, and the figures the store was opened with.
 */
import type { Database } from 'better-sqlite3';
import type { Budget } from '../../guardrails/budget.js';
import type { Backoff } from '../../task/task.js';
import type { EpochMs } from '../../time.js';
import type { Connection } from './connection.js';
import { type Log, prepareLog } from './events.js';
import type { TaskRow } from './rows.js';

export interface SessionTerms {
  /** `role:name` written into events. */
  readonly actor: string;
  readonly budget: Budget;
  readonly backoff: Backoff;
}

export interface Session {
  readonly db: Database;
  /** The instant of the present transaction: the same for every row and event it writes. */
  now(): EpochMs;
  findRow(id: string): TaskRow | undefined;
  readonly log: Log;
  readonly budget: Budget;
  readonly backoff: Backoff;
}

/** A session over a connection; the schema must be there. */
export function beginSession(connection: Connection, { actor, budget, backoff }: SessionTerms): Session {
  const { db, now } = connection;
  const find = db.prepare<[string], TaskRow>('select * from task where id = ?');
  return { db, now, findRow: (id) => find.get(id), log: prepareLog(connection, actor), budget, backoff };
}
