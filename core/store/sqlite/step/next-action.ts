/**
 * What a person types next about a task that nothing will run again by itself. Only what will not be refused: a task
 * without a retry left gets no `ops retry`, and a new budget with its replan.
 */
import { retryLeft } from '../../../task/retry.js';
import type { TaskRow } from '../record/columns.js';
import { budgetOf } from '../record/rows.js';

/** The part of a row that decides, as it is before the step that stops the task. */
type Before = Pick<TaskRow, 'id' | 'status' | 'retries' | 'max_retries'>;

/** The replan that brings the task back; `notes` stands for what to tell with it. */
export function replanCommand(row: Before, notes: string): string {
  // A task that waits has its next run granted already.
  const granted = row.status === 'PENDING' || retryLeft(budgetOf(row));
  return `ops replan --id ${row.id} --notes <${notes}>${granted ? '' : ' --reset-attempts'}`;
}

/** The retry, while one is left, or else the replan. */
export function retryOrReplan(row: Before, notes: string): string {
  const replan = replanCommand(row, notes);
  return retryLeft(budgetOf(row)) ? `ops retry --id ${row.id}, or ${replan}` : replan;
}

/** After a failure for good. */
export function actionAfterFailure(row: Before, because: 'permanent' | 'exhausted'): string {
  return because === 'permanent'
    ? `correct what the error names, then ${replanCommand(row, 'what changed')}`
    : `find out why its runs fail, then ${replanCommand(row, 'why')}`;
}
