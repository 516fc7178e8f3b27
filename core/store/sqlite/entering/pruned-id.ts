/** An id whose task was pruned is taken for ever: the schema passes such an insert over, and this says why. */
import { DuplicateId, hasCode } from '../../../errors.js';
import type { CheckedDraft } from '../../../task/draft.js';
import type { Task } from '../../../task/task.js';
import type { Session } from '../record/session.js';

type Enqueue = (draft: CheckedDraft) => Task;

/** `enqueue`, whose refusal of a pruned id does not point at a task that is gone. @throws DuplicateId */
export function explainingPruned({ db }: Session, enqueue: Enqueue): Enqueue {
  const isPruned = (id: string) => db.prepare('select 1 from pruned_task where id = ?').get(id) !== undefined;
  return (draft) => {
    try {
      return enqueue(draft);
    } catch (error) {
      if (!hasCode(error, 'DUPLICATE_ID') || !isPruned(draft.id)) throw error;
      throw new DuplicateId(`expected a new id, found that ${draft.id} was done and has been pruned`, {
        cause: error,
        hint: 'finished work is not run again; add it under another id',
      });
    }
  };
}
