/**
 * The ways in: one task from a caller, many from a rendered queue. Each row is inserted with its first event.
 * Runs inside the caller's transaction; drafts are checked before it begins.
 */
import { DuplicateId, Invalid } from '../../errors.js';
import type { CheckedDraft } from '../../task/draft.js';
import { checkedDraft } from '../../task/draft.js';
import type { EventData } from '../../task/event.js';
import { STATUSES, type Status, type Task, type TaskId } from '../../task/task.js';
import { assertStep } from '../../task/transitions.js';
import type { EpochMs } from '../../time.js';
import type { ImportedTask, ImportOutcome } from '../store.js';
import { TASK_COLUMNS, type TaskRow, valuesOf } from './columns.js';
import { prepareDeferral } from './leader.js';
import { type Entry, LAST_TOLD, NO_EVENT } from './log.js';
import { appended } from './move.js';
import { prepareOriginalOf } from './original.js';
import { prepareOverwrite } from './overwrite.js';
import { type State, stateColumns, toTask } from './rows.js';
import type { Session } from './session.js';

/** A new row, but for what is the same for all of them. */
interface Arrival {
  readonly draft: CheckedDraft;
  readonly state: State;
  readonly nextAction: string | null;
}

/** Inserts a row with its first event. `null`: a task of that id exists already, and nothing was changed. */
type Insert = (arrival: Arrival, first: Entry) => TaskRow | null;

/** The engine numbers a row itself, and finds the number of its first event. */
const FILLED = TASK_COLUMNS.filter((column) => column !== 'seq' && column !== 'last_event');

function prepareInsert({ db, now, log }: Session): Insert {
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

/** @throws DuplicateId */
export function prepareEnqueue(session: Session): (draft: CheckedDraft) => Task {
  const insert = prepareInsert(session);
  const defer = prepareDeferral(session);
  return (draft) => {
    assertStep('T1', null, 'PENDING');
    const state: State = { status: 'PENDING', availableAt: session.now() };
    const row = insert({ draft, state, nextAction: null }, { type: 'added', data: arrivalData(draft) });
    if (!row) {
      throw new DuplicateId(`expected a new id, found a task ${draft.id} already`, {
        hint: `see it with: orch show --id ${draft.id}`,
      });
    }
    defer(row);
    return toTask(row);
  };
}

/** A row of a rendered queue whose every field is valid. */
export interface CheckedImport {
  readonly draft: CheckedDraft;
  readonly status: Status;
}

/** @throws Invalid, naming the row by its id */
export function checkedImport(row: ImportedTask): CheckedImport {
  const draft = checkedDraft(row);
  if (!STATUSES.includes(row.status)) {
    throw new Invalid(
      `expected status of ${draft.id} to be one of ${STATUSES.join(', ')}, got ${String(row.status)}`,
    );
  }
  return { draft, status: row.status };
}

/** Takes rows in; those the store holds already are left alone or, when told, overwritten. */
export function prepareImport(
  session: Session,
): (rows: readonly CheckedImport[], existing: 'keep' | 'overwrite') => ImportOutcome {
  const insert = prepareInsert(session);
  const defer = prepareDeferral(session);
  const originalOf = prepareOriginalOf(session);
  const overwrite = prepareOverwrite(session);
  const importNew = ({ draft, status }: CheckedImport): boolean => {
    const arrival = arrivalOf({ draft, status }, session.now());
    const { state } = arrival;
    assertStep(state.status === 'PENDING' ? 'T1' : 'IMPORT', null, state.status);
    const row = insert(
      { ...arrival, state: firstOfItsKey(state, draft) },
      { type: 'imported', data: { ...arrivalData(draft), status } },
    );
    if (!row) return false;
    if (row.status === 'PENDING') defer(row);
    return true;
  };
  const importOver = (wanted: CheckedImport): boolean => {
    const row = session.findRow(wanted.draft.id);
    if (!row) return false;
    const { state, nextAction } = arrivalOf(wanted, session.now());
    const settled = firstOfItsKey(state, { id: row.id, idempotencyKey: row.idempotency_key });
    return overwrite(row, wanted, { state: settled, nextAction }) !== null;
  };
  /** A row that arrives as DONE may repeat the result of another task of its key. */
  const firstOfItsKey = (
    state: State,
    { id, idempotencyKey }: Pick<CheckedDraft, 'id' | 'idempotencyKey'>,
  ) => (state.status === 'DONE' ? { ...state, duplicateOf: originalOf(id, idempotencyKey) } : state);
  return (rows, existing) => {
    const outcome = { imported: [] as TaskId[], overwritten: [] as TaskId[], skipped: [] as TaskId[] };
    for (const row of rows) {
      if (importNew(row)) outcome.imported.push(row.draft.id);
      else if (existing === 'overwrite' && importOver(row)) outcome.overwritten.push(row.draft.id);
      else outcome.skipped.push(row.draft.id);
    }
    return outcome;
  };
}

function arrivalOf({ draft, status }: CheckedImport, now: EpochMs): Arrival {
  switch (status) {
    case 'PENDING':
      return { draft, state: { status, availableAt: now }, nextAction: null };
    case 'IN_PROGRESS': {
      const notes = appended(draft.notes, ['imported from IN_PROGRESS: no lease can exist for it']);
      return { draft: { ...draft, notes }, state: { status: 'PENDING', availableAt: now }, nextAction: null };
    }
    case 'DONE':
      return { draft, state: { status, settledAt: now, duplicateOf: null }, nextAction: null };
    case 'FAILED': {
      const nextAction = `it arrived as FAILED: read its notes, then ${returnOf(draft)}`;
      return withNext({
        draft,
        state: { status, settledAt: now, failureClass: 'permanent', retryAt: null },
        nextAction,
      });
    }
    case 'BLOCKED': {
      const nextAction = `it arrived as BLOCKED: give it what its notes ask for, then ${returnOf(draft)}`;
      return withNext({
        draft,
        state: { status, settledAt: now, blockedReason: 'external_input' },
        nextAction,
      });
    }
  }
}

/** The command that brings an arrival back: it has used up nothing, but may have no retries at all. */
function returnOf({ id, maxRetries }: CheckedDraft): string {
  return maxRetries > 0 ? `ops retry --id ${id}` : `ops replan --id ${id} --notes <what changed>`;
}

function withNext(arrival: Arrival): Arrival {
  const notes = appended(arrival.draft.notes, [`next: ${arrival.nextAction}`]);
  return { ...arrival, draft: { ...arrival.draft, notes } };
}

function arrivalData({ idempotencyKey, maxRetries, priority }: CheckedDraft): EventData {
  return { idempotency_key: idempotencyKey, max_attempts: maxRetries, priority };
}
