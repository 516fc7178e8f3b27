/** The answer about a task whose state a command has changed. */
import type { Task } from '../task/task.js';
import { EXIT } from './exit.js';
import { type Answer, answer } from './world.js';

/**
 * `<id> -> <status>`, with what to do next when a person has to act; a guardrail's block is a problem found.
 */
export function settledAnswer(task: Task): Answer {
  const blockedByGuardrail = task.status === 'BLOCKED' && task.blockedReason === 'guardrail';
  return answer(
    { id: task.id, status: task.status, nextAction: task.nextAction, task },
    ({ id, status, nextAction }) => `${id} -> ${status}${nextAction === null ? '' : `\tnext: ${nextAction}`}`,
    { taskId: task.id, ...(blockedByGuardrail ? { exitCode: EXIT.found } : {}) },
  );
}
