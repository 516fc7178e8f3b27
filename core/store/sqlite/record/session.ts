/**
 * What every part of the store has at hand while a transaction runs: the database, the transaction's one instant,
 * the log, and the figures the store was opened with.
 */
import type { Database, RunResult } from 'better-sqlite3';
import type { Budget } from '../../../guardrails/budget.js';
import type { Backoff } from '../../../task/task.js';
import type { EpochMs } from '../../../time.js';
import type { TokenScope } from '../../store.js';
import type { Connection } from '../connection/connection.js';
import { prepareRows, type TaskRow } from './columns.js';
import { type Log, prepareLog } from './log.js';
import { prepareTokenUse } from './token-use.js';

export interface SessionTerms {
  /** `role:name` written into events. */
  readonly actor: string;
  readonly budget: Budget;
  /** For all runs of one task together; absent: no limit. */
  readonly taskBudget?: Budget;
  readonly backoff: Backoff;
}

export interface Session {
  readonly db: Database;
  /** The instant of the present transaction: the same for every row and event it writes. */
  now(): EpochMs;
  findRow(id: string): TaskRow | undefined;
  /**
   * The row a conditional write of one task leaves behind; null when its condition did not hold. Read afterwards:
   * for a `returning` clause the engine builds a small table each time.
   */
  rowAfter(id: string, written: RunResult): TaskRow | null;
  readonly log: Log;
  tokensCharged(scope: TokenScope): number;
  readonly budget: Budget;
  readonly taskBudget: Budget | null;
  readonly backoff: Backoff;
}

/** A session over a connection; the schema must be there. */
export function beginSession(connection: Connection, terms: SessionTerms): Session {
  const { db, now } = connection;
  const find = prepareRows<[string]>(db, 'from task where id = ?');
  const findRow = (id: string) => find.get(id);
  const rowAfter = (id: string, { changes }: RunResult) => (changes === 0 ? null : (findRow(id) ?? null));
  const { budget, taskBudget = null, backoff } = terms;
  return {
    db,
    now,
    findRow,
    rowAfter,
    log: prepareLog(connection, terms.actor),
    tokensCharged: prepareTokenUse(db),
    budget,
    taskBudget,
    backoff,
  };
}
