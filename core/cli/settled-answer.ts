/** The answer about a task whose state a command has changed. */
import { type RunOutcome, settle } from '../engine/settle.js';
import type { Store } from '../store/store.js';
import type { LeaseProof, Task } from '../task/task.js';
import { EXIT } from './exit.js';
import { type RunVerdict, runVerdict, verdictTexts } from './run-verdict.js';
import { type Answer, answer } from './world.js';

/**
 * `<id> -> <status>`, with what to do next when a person has to act, and what a guardrail that was asked made of the
 * run; its block is a problem found.
 */
export function settledAnswer(task: Task, verdict?: RunVerdict): Answer {
  const blockedByGuardrail = task.status === 'BLOCKED' && task.blockedReason === 'guardrail';
  return answer(
    { id: task.id, status: task.status, nextAction: task.nextAction, ...verdict, task },
    ({ id, status, nextAction }) => {
      const next = nextAction === null ? [] : [`next: ${nextAction}`];
      const more = [...next, ...(verdict === undefined ? [] : verdictTexts(verdict))];
      return `${id} -> ${status}${more.length === 0 ? '' : `\t${more.join('; ')}`}`;
    },
    { taskId: task.id, ...(blockedByGuardrail ? { exitCode: EXIT.found } : {}) },
  );
}

/** Settles a run as a person says, and answers with what the guardrail made of it. */
export async function settleByHand(store: Store, proof: LeaseProof, outcome: RunOutcome): Promise<Answer> {
  const task = await settle(store, proof, outcome);
  return settledAnswer(task, await runVerdict(task, store));
}
