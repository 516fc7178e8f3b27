/** A task arrives: its row is inserted with its first event. Runs inside the caller's transaction. */
import type { CheckedDraft } from '../../../task/draft.js';
import type { EventData } from '../../../task/event.js';
import type { EpochMs } from '../../../time.js';
import { TASK_COLUMNS, type TaskRow, valuesOf } from '../record/columns.js';
import { type Entry, LAST_TOLD, NO_EVENT } from '../record/log.js';
import { type State, stateColumns } from '../record/rows.js';
import type { Session } from '../record/session.js';

/** A new row, but for what is the same for all of them. */
export interface Arrival {
  readonly draft: CheckedDraft;
  readonly state: State;
  readonly nextAction: string | null;
}

/** Inserts a row with its first event. `null`: a task of that id exists already, and nothing was changed. */
type Insert = (arrival: Arrival, first: Entry) => TaskRow | null;

/** The engine numbers a row itself, and finds the number of its first event. */
const FILLED = TASK_COLUMNS.filter((column) => column !== 'seq' && column !== 'last_event');

export function prepareInsert({ db, now, log }: Session): Insert {
  const insert = db.prepare(
    `insert into task (${FILLED.join(', ')}, last_event) values (${FILLED.map(() => '?').join(', ')}, ${LAST_TOLD})
     on conflict (id) do nothing`,
  );
  return (arrival, first) => {
    const told = log.telling([{ ...first, shift: { from: null, to: arrival.state.status } }]);
    const row = newRow(arrival, now());
    const { changes, lastInsertRowid } = insert.run(...valuesOf(row, FILLED), told.count);
    if (changes === 0) return null;
    const seq = Number(lastInsertRowid);
    return { ...row, seq, last_event: told.write(row, NO_EVENT) };
  };
}

function newRow({ draft, state, nextAction }: Arrival, at: EpochMs): TaskRow {
  const facts = {
    seq: 0,
    id: draft.id,
    priority: draft.priority,
    task: draft.task,
    success_criteria: draft.successCriteria,
    idempotency_key: draft.idempotencyKey,
    max_retries: draft.maxRetries,
    retries: 0,
    run: 0,
    created_at: at,
    updated_at: at,
    due_at: draft.dueAt,
    notes: draft.notes,
    last_error: null,
    tokens_used: 0,
    next_action: nextAction,
    traceparent: draft.traceparent,
    last_event: NO_EVENT,
  };
  return Object.assign(facts, stateColumns(state));
}

/** What the first event of a task tells of it. */
export function arrivalData({ idempotencyKey, maxRetries, priority }: CheckedDraft): EventData {
  return { idempotency_key: idempotencyKey, max_attempts: maxRetries, priority };
}
