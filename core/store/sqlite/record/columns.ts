/**
 * The table `task`, column by column: the row as the engine gives it, as one object of one shape. The engine's own
 * objects cost twice as much to make, and far more to read and to copy.
 */
import type { Database } from 'better-sqlite3';
import type {
  BlockedReason,
  EventSeq,
  FailureClass,
  Priority,
  Status,
  TaskId,
  WorkerId,
} from '../../../task/task.js';
import type { TraceParent } from '../../../task/traceparent.js';
import type { EpochMs } from '../../../time.js';

/** One row. */
export interface TaskRow {
  readonly seq: number;
  readonly id: TaskId;
  readonly status: Status;
  readonly priority: Priority;
  readonly task: string;
  readonly success_criteria: string;
  readonly idempotency_key: string | null;
  readonly max_retries: number;
  readonly retries: number;
  readonly run: number;
  readonly created_at: EpochMs;
  readonly updated_at: EpochMs;
  readonly due_at: EpochMs | null;
  readonly available_at: EpochMs | null;
  readonly lease_holder: WorkerId | null;
  readonly lease_until: EpochMs | null;
  readonly started_at: EpochMs | null;
  readonly settled_at: EpochMs | null;
  readonly duplicate_of: TaskId | null;
  readonly failure_class: FailureClass | null;
  readonly retry_at: EpochMs | null;
  readonly blocked_reason: BlockedReason | null;
  readonly notes: string;
  readonly last_error: string | null;
  readonly tokens_used: number;
  readonly next_action: string | null;
  readonly traceparent: TraceParent | null;
  readonly last_event: EventSeq;
}

/** Every column, in the order in which rows are read. */
export const TASK_COLUMNS = [
  'seq',
  'id',
  'status',
  'priority',
  'task',
  'success_criteria',
  'idempotency_key',
  'max_retries',
  'retries',
  'run',
  'created_at',
  'updated_at',
  'due_at',
  'available_at',
  'lease_holder',
  'lease_until',
  'started_at',
  'settled_at',
  'duplicate_of',
  'failure_class',
  'retry_at',
  'blocked_reason',
  'notes',
  'last_error',
  'tokens_used',
  'next_action',
  'traceparent',
  'last_event',
] as const satisfies readonly (keyof TaskRow)[];

type ValuesOf<Columns extends readonly (keyof TaskRow)[]> = {
  readonly [At in keyof Columns]: TaskRow[Columns[At]];
};
type Values = ValuesOf<typeof TASK_COLUMNS>;

function rowOf(values: Values): TaskRow {
  return {
    seq: values[0],
    id: values[1],
    status: values[2],
    priority: values[3],
    task: values[4],
    success_criteria: values[5],
    idempotency_key: values[6],
    max_retries: values[7],
    retries: values[8],
    run: values[9],
    created_at: values[10],
    updated_at: values[11],
    due_at: values[12],
    available_at: values[13],
    lease_holder: values[14],
    lease_until: values[15],
    started_at: values[16],
    settled_at: values[17],
    duplicate_of: values[18],
    failure_class: values[19],
    retry_at: values[20],
    blocked_reason: values[21],
    notes: values[22],
    last_error: values[23],
    tokens_used: values[24],
    next_action: values[25],
    traceparent: values[26],
    last_event: values[27],
  };
}

/** A query whose answer is whole rows. */
export interface RowQuery<Parameters extends unknown[]> {
  get(...parameters: Parameters): TaskRow | undefined;
  all(...parameters: Parameters): TaskRow[];
}

/** Prepares `select` of whole rows; `rest` begins with `from task`. */
export function prepareRows<Parameters extends unknown[]>(db: Database, rest: string): RowQuery<Parameters> {
  const query = db.prepare<Parameters, Values>(`select ${TASK_COLUMNS.join(', ')} ${rest}`).raw();
  return {
    get(...parameters) {
      const values = query.get(...parameters);
      return values && rowOf(values);
    },
    all: (...parameters) => query.all(...parameters).map(rowOf),
  };
}

/** Values for assignments to `columns`, in their order. */
export function valuesOf(row: TaskRow, columns: readonly (keyof TaskRow)[]): unknown[] {
  return columns.map((column) => row[column]);
}
