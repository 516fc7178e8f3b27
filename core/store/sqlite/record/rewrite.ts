/**
 * Writing a row back after a step. Only the columns that differ are set: a statement that names a column has the engine
 * look after every index over it.
 */
import type { Database, Statement } from 'better-sqlite3';
import { TASK_COLUMNS, type TaskRow } from './columns.js';
import { LAST_TOLD } from './log.js';

/** What no step changes, and what every step sets by itself. */
const KEPT: readonly (keyof TaskRow)[] = [
  'seq',
  'id',
  'priority',
  'task',
  'success_criteria',
  'idempotency_key',
  'max_retries',
  'created_at',
  'due_at',
  'traceparent',
  'last_event',
];
const CHANGING = TASK_COLUMNS.filter((column) => !KEPT.includes(column));

/** What becomes of a column, as one digit of a number of base 3; the third is that it stays. */
const EMPTIED = 1;
const FILLED = 2;

/** From which row to which, told in how many events, and the values of the `where` clause. */
export interface Written {
  readonly before: TaskRow;
  readonly moved: TaskRow;
  readonly events: number;
  readonly condition: readonly unknown[];
}
/** Whether the row was written. */
type Rewrite = (written: Written) => boolean;

/** Prepares writing one row that meets `where`. There are as many statements as ways to change it that were met. */
export function prepareRewrite(db: Database, where: string): Rewrite {
  const updates = new Map<number, Statement>();
  return ({ before, moved, events, condition }) => {
    const values: unknown[] = [];
    let which = 0;
    for (const column of CHANGING) {
      const value = moved[column];
      which *= 3;
      if (value === before[column]) continue;
      which += value === null ? EMPTIED : FILLED;
      if (value !== null) values.push(value);
    }
    let update = updates.get(which);
    if (!update) {
      update = db.prepare(`update task set ${assignments(before, moved)} where ${where}`);
      updates.set(which, update);
    }
    return update.run(...values, events, ...condition).changes === 1;
  };
}

function assignments(before: TaskRow, moved: TaskRow): string {
  const changed = CHANGING.filter((column) => moved[column] !== before[column]);
  return [
    ...changed.map((column) => `${column} = ${moved[column] === null ? 'null' : '?'}`),
    `last_event = ${LAST_TOLD}`,
  ].join(', ');
}
