/**
 * Tokens as the log tells them: every applied verdict says by how much its report raised the use of its run. The log
 * cannot be changed, so neither can the sum; it outlives retries and operators.
 */
import type { Database } from 'better-sqlite3';
import type { TokenScope } from '../../store.js';
import { chainOf } from './chain.js';

const CHARGED = `select coalesce(sum(data ->> 'charged_tokens'), 0)`;
export const CHARGED_IN_A_SPAN = `${CHARGED} from event where type = 'guardrail' and at >= @from and at < @until`;

/** Adds up the tokens of a task, or of a span. */
export function prepareTokenUse(db: Database): (scope: TokenScope) => number {
  const ofTask = db.prepare<object, number>(
    `${chainOf('id = @taskId')} ${CHARGED} from chain where type = 'guardrail'`,
  );
  const ofSpan = db.prepare<object, number>(CHARGED_IN_A_SPAN);
  return (scope) => ('taskId' in scope ? ofTask : ofSpan).pluck().get(scope) ?? 0;
}
