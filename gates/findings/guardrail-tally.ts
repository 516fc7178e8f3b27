/** What the guardrail was asked to stop, what it stopped, and what ran all the same. */
import type { EarlierRun } from '../docket/earlier.js';
import type { PlacedRun } from '../docket/placed-runs.js';
import type { Verdict } from '../verdict/verdict.js';

/** The tally over every run; what ran after it was blocked counts in earlier attempts as well. */
export function guardrailTally(
  runs: readonly PlacedRun[],
  earlier: readonly EarlierRun[],
): Verdict['guardrail'] {
  const budgets = runs.map(({ replayed }) => replayed.budget);
  const bypasses = [
    ...budgets.flatMap(({ accusations }) => accusations),
    ...earlier.flatMap(({ guardrail }) => guardrail),
  ];
  return {
    hardExceeds: budgets.reduce((sum, { hardExceeds }) => sum + hardExceeds, 0),
    blocked: budgets.reduce((sum, { blocked }) => sum + blocked, 0),
    afterBlock: bypasses.filter(({ code }) => code === 'EXECUTED_AFTER_BLOCK').length,
  };
}
