/**
 * The limits on all runs of one task together. Pure. They tighten the verdict on a single report and never loosen it.
 */
import { type Budget, type BudgetState, budgetState } from './budget.js';
import { decide, type GuardrailVerdict } from './decision.js';
import { gravest } from './judge.js';

const order: readonly BudgetState[] = ['OK', 'SOFT_EXCEEDED', 'HARD_EXCEEDED'];

/** The verdict when all runs of the task used `taskTokens`, the judged one included. */
export function heldToTaskBudget(
  verdict: GuardrailVerdict,
  task: { readonly taskTokens: number; readonly budget: Budget },
): GuardrailVerdict {
  const ofTask = budgetState(task.taskTokens, task.budget);
  const state = order.indexOf(ofTask) > order.indexOf(verdict.state) ? ofTask : verdict.state;
  const action = decide(state, gravest(verdict.violations));
  return { ...verdict, state, action, taskTokens: task.taskTokens };
}
