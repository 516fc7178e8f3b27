/** What a witness is about: the calls it names, and the tasks those are about. */
import type { History } from '../../gates/record/history.js';
import { type TimedCall, tasksOf } from './timed-calls.js';

/** More tasks are not told apart at a glance. */
const MOST_TASKS = 4;

/** Whether a line of the witness begins or ends the call. */
export function isNamed(call: TimedCall, witness: ReadonlySet<number>): boolean {
  return witness.has(call.begin.line) || (call.end !== null && witness.has(call.end.line));
}

/** Those the named calls are about; a sweep moves many at once, so its tasks count only when nothing else does. */
export function tasksAccused(
  accused: readonly TimedCall[],
  { ops }: History,
  witness: ReadonlySet<number>,
): readonly string[] {
  const told = [...witness].flatMap((line) => {
    const op = ops[line];
    return op?.type === 'run-start' || op?.type === 'run-end' ? [op.task] : [];
  });
  const direct = accused.filter(({ call }) => call.op !== 'sweep').flatMap(tasksOf);
  const named = [...told, ...direct];
  const tasks = named.length > 0 ? named : accused.flatMap(tasksOf);
  return [...new Set(tasks)].slice(0, MOST_TASKS);
}
