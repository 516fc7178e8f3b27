/**
 * Whose duplicate a task is that becomes DONE without running: of all tasks of one key, one is done by itself.
 * Runs inside the caller's transaction.
 */
import { Invalid } from '../../../errors.js';
import type { TaskId } from '../../../task/task.js';
import { prepareRows } from '../record/columns.js';
import type { Session } from '../record/session.js';

/** The task whose result `id` would repeat; null when it is the first of its key. */
type OriginalOf = (id: string, idempotencyKey: string | null) => TaskId | null;

/** @throws Invalid while another task of the key is in progress: its result may still become the first */
export function prepareOriginalOf({ db }: Session): OriginalOf {
  const twinOf = prepareRows<[string, string]>(
    db,
    `from task where idempotency_key = ? and id <> ?
    and (status = 'IN_PROGRESS' or (status = 'DONE' and duplicate_of is null)) limit 1`,
  );
  return (id, idempotencyKey) => {
    const twin = idempotencyKey === null ? undefined : twinOf.get(idempotencyKey, id);
    if (twin?.status !== 'IN_PROGRESS') return twin?.id ?? null;
    throw new Invalid(`${id} cannot be DONE while ${twin.id} of the same idempotency key is in progress`, {
      hint: `try again when ${twin.id} has settled`,
    });
  };
}
