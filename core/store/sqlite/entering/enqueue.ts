/** One task from a caller. Runs inside the caller's transaction; the draft is checked before it begins. */
import { DuplicateId } from '../../../errors.js';
import type { CheckedDraft } from '../../../task/draft.js';
import type { Task } from '../../../task/task.js';
import { assertStep } from '../../../task/transitions.js';
import { prepareDeferral } from '../record/leader.js';
import { type State, toTask } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { arrivalData, prepareInsert } from './arrival.js';

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
