/**
 * Tokens as the log tells them: every applied verdict says by how much its report raised the use of its run. The log
 * cannot be changed, so neither can the sum; it outlives retries and operators.
 */
import type { Database } from 'better-sqlite3';
import type { TokenScope } from '../store.js';

const CHARGED = `coalesce(sum(data ->> 'charged_tokens'), 0) from event`;
export const CHARGED_IN_A_SPAN = `select ${CHARGED} where type = 'guardrail' and at >= @from and at < @until`;

/** Adds up the tokens of a task, or of a span. */
export function prepareTokenUse(db: Database): (scope: TokenScope) => number {
  const ofTask = db.prepare<object, number>(
    `select ${CHARGED} where task_id = @taskId and type = 'guardrail'`,
  );
  const ofSpan = db.prepare<object, number>(CHARGED_IN_A_SPAN);
  return (scope) => ('taskId' in scope ? ofTask : ofSpan).pluck().get(scope) ?? 0;
}
