/** What is said when the retries of a task ran out: the event, and whether it always failed in the same way. */
import { normalisedError } from '../../../task/retry.js';
import { chainOf } from '../record/chain.js';
import type { TaskRow } from '../record/columns.js';
import type { Entry } from '../record/log.js';
import { atMost } from '../record/plan-once.js';
import type { Session } from '../record/session.js';

/** Retries ran out: the counts, and how it ended. */
export function exhaustedEntry(row: TaskRow, lastError: string): Entry {
  return {
    type: 'exhausted',
    data: { attempt: row.retries, last_error: lastError, max_attempts: row.max_retries, runs: row.run },
  };
}

/** Whether every run of the present budget failed with the same error, `error` being the last run's. */
export function prepareRepeated({ db }: Session): (row: TaskRow, error: string) => boolean {
  const earlier = db
    .prepare<[string, number], string>(`
      ${chainOf('id = ?')} select data ->> 'error' from chain where type = 'failed' ${atMost('?')}`)
    .pluck();
  return (row, error) => {
    const errors = earlier.all(row.id, row.retries);
    const same = normalisedError(error);
    return (
      row.retries > 0 &&
      errors.length === row.retries &&
      errors.every((each) => normalisedError(each) === same)
    );
  };
}
