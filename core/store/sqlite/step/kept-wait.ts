/**
 * The backoff of a task whose row no longer says it: one that was blocked while it waited, or settled by hand. The log
 * knows it, and a command that brings the task back does not shorten it.
 */
import type { EpochMs } from '../../../time.js';
import { chainOf } from '../record/chain.js';
import type { TaskRow } from '../record/columns.js';
import type { Session } from '../record/session.js';

/** The latest instant that was told of the run to come; none when the latest run has begun since. */
const KEPT_WAIT = `
  ${chainOf('id = ?')}
  select data ->> 'not_before_ms' from chain
  where type = 'picked' or data ->> 'not_before_ms' is not null limit 1`;

/** The instant from which a task may run again: until when it has to wait, but not before `earliest`. */
export type AvailableAgain = (row: TaskRow, earliest: EpochMs) => EpochMs;

export function prepareAvailableAgain({ db }: Session): AvailableAgain {
  const keptWait = db.prepare<[string], EpochMs | null>(KEPT_WAIT).pluck();
  return (row, earliest) => {
    const told = row.available_at ?? row.retry_at;
    return told ?? (Math.max(earliest, keptWait.get(row.id) ?? 0) as EpochMs);
  };
}
