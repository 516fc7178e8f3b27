/**
 * A row of a rendered queue over a task that exists: what `--force` may do. Never to work that runs or is finished.
 * A row that brings a task back to the queue grants its whole retry budget anew. Runs inside the caller's transaction.
 */
import { IllegalTransition } from '../../../errors.js';
import type { CheckedDraft } from '../../../task/draft.js';
import type { Status } from '../../../task/task.js';
import type { TransitionName } from '../../../task/transitions.js';
import type { TaskRow } from '../record/columns.js';
import type { State } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { prepareAvailableAgain } from '../step/kept-wait.js';
import { appended, prepareMover } from '../step/move.js';
import type { CheckedImport } from './import-row.js';

/** Where a row of a file leads, and what a person does about it. */
export interface Destination {
  readonly state: State;
  readonly nextAction: string | null;
}

/** `null`: the task is as the row says already. */
type Overwrite = (row: TaskRow, wanted: CheckedImport, destination: Destination) => TaskRow | null;

/** @throws IllegalTransition when the task runs or is DONE and the row says something else */
export function prepareOverwrite(session: Session): Overwrite {
  const { db, now, log, rowAfter } = session;
  const update = db.prepare(`
    update task set priority = @priority, task = @task, success_criteria = @successCriteria, due_at = @dueAt,
      notes = @notes, updated_at = @now where seq = @seq`);
  const mover = prepareMover(session);
  const availableAgain = prepareAvailableAgain(session);
  /** Back in the queue, a task waits for as long as it had to. */
  const arrivalIn = (row: TaskRow, state: State): State =>
    state.status === 'PENDING' ? { ...state, availableAt: availableAgain(row, state.availableAt) } : state;
  return (row, { draft, status }, { state, nextAction }) => {
    const notes = keptNotes(row, draft);
    const fields = changedFields(row, { ...draft, notes });
    const moves = row.status !== state.status;
    if (fields.length === 0 && (row.status === status || !moves)) return null;
    if (row.status === 'IN_PROGRESS' || row.status === 'DONE') throw refusal(row, status);
    const written = rowAfter(row.id, update.run({ ...draft, notes, now: now(), seq: row.seq })) ?? row;
    const data = { fields: fields.join(','), forced: true, status };
    if (moves) {
      const to = arrivalIn(row, state);
      const granted =
        to.status === 'PENDING'
          ? { attempts: 'reset', not_before_ms: to.availableAt, retries: 0 }
          : { retries: row.retries };
      return mover.byRule(written, {
        as: stepInto(state.status),
        to,
        changes: {
          retries: granted.retries,
          nextAction,
          notes: nextAction === null ? [] : [`next: ${nextAction}`],
        },
        event: { type: 'imported', data: { ...data, ...granted } },
      });
    }
    log.note(written, { type: 'imported', data });
    return written;
  };
}

function stepInto(status: Status): TransitionName {
  return status === 'BLOCKED' ? 'FORCE_BLOCK' : 'FORCE';
}

/** Notes only grow: those of the file replace the task's when they begin with them, and else are added. */
function keptNotes(row: TaskRow, { notes }: CheckedDraft): string {
  if (row.notes.includes(notes)) return row.notes;
  return notes.startsWith(row.notes) ? notes : appended(row.notes, [notes]);
}

function changedFields(row: TaskRow, draft: CheckedDraft): readonly string[] {
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['priority', row.priority, draft.priority],
    ['task', row.task, draft.task],
    ['success_criteria', row.success_criteria, draft.successCriteria],
    ['due_at', row.due_at, draft.dueAt],
    ['notes', row.notes, draft.notes],
  ];
  return pairs.filter(([, present, wanted]) => present !== wanted).map(([name]) => name);
}

function refusal(row: TaskRow, wanted: Status): IllegalTransition {
  const hint =
    row.status === 'DONE'
      ? 'finished work keeps its result; take its row out of the file or make it equal'
      : `let it settle, or stop it first with: ops cancel --id ${row.id}`;
  return new IllegalTransition(
    `expected to leave ${row.id} alone, which is ${row.status}, found a row that is ${wanted} and differs; nothing was imported`,
    { hint },
  );
}
