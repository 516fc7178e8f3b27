/**
 * Tasks that take the next free numbers of a series for their ids. The numbers are chosen inside the caller's
 * transaction, so that two callers never get the same ones; those of pruned tasks count.
 */
import type { CheckedDraft } from '../../task/draft.js';
import { taskId } from '../../task/ids.js';
import type { Task } from '../../task/task.js';
import type { Session } from './session.js';

/** Fewest digits of a number, and most of one that still counts as a number of the series. */
const DIGITS = { least: 3, most: 12 } as const;
/** `:` follows `9`: it holds exactly the ids that go on with a digit, and is read from the index. */
const IN_RANGE = `id >= @prefix and id < @prefix || ':'`;

/** Adds `drafts` in order as `<prefix><number>`; their own ids are not used. */
export function prepareEnqueueSeries(
  session: Session,
  enqueue: (draft: CheckedDraft) => Task,
): (prefix: string, drafts: readonly CheckedDraft[]) => readonly Task[] {
  const highest = session.db
    .prepare<object, number | null>(`
      select max(cast(substr(id, @start) as integer))
      from (select id from task where ${IN_RANGE} union all select id from pruned_task where ${IN_RANGE})
      where length(id) < @start + @most
        and substr(id, @start) <> '' and substr(id, @start) not glob '*[^0-9]*'`)
    .pluck();
  return (prefix, drafts) => {
    const start = prefix.length + 1;
    const last = highest.get({ prefix, start, most: DIGITS.most }) ?? 0;
    return drafts.map((draft, index) => {
      const number = String(last + index + 1).padStart(DIGITS.least, '0');
      return enqueue({ ...draft, id: taskId(`${prefix}${number}`) });
    });
  };
}
