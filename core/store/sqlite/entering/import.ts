/** Many tasks from a rendered queue. Runs inside the caller's transaction; rows are checked before it begins. */
import type { CheckedDraft } from '../../../task/draft.js';
import type { TaskId } from '../../../task/task.js';
import { assertStep } from '../../../task/transitions.js';
import type { ImportOutcome } from '../../store.js';
import { prepareDeferral } from '../record/leader.js';
import type { State } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { prepareOriginalOf } from '../step/original.js';
import { arrivalData, prepareInsert } from './arrival.js';
import { arrivalOf, type CheckedImport } from './import-row.js';
import { prepareOverwrite } from './overwrite.js';

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
