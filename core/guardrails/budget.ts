/** How much of a token budget is used. Pure; both comparisons are strict. */
import { Invalid } from '../errors.js';

/** Limits in tokens. Invariants: 0 < soft ≤ hard. */
export interface Budget {
  readonly softTokens: number;
  readonly hardTokens: number;
}

export type BudgetState = 'OK' | 'SOFT_EXCEEDED' | 'HARD_EXCEEDED';

/** Required by the guardrail rules. */
export const DEFAULT_BUDGET: Budget = { softTokens: 2000, hardTokens: 3500 };

/** The state for a use of `tokens`: exactly at a limit is still within it. */
export function budgetState(tokens: number, budget: Budget): BudgetState {
  if (tokens > budget.hardTokens) return 'HARD_EXCEEDED';
  return tokens > budget.softTokens ? 'SOFT_EXCEEDED' : 'OK';
}

/** A budget whose limits are whole, positive and in order. @throws Invalid */
export function checkedBudget(budget: Budget): Budget {
  const { softTokens, hardTokens } = budget;
  const whole = Number.isSafeInteger(softTokens) && Number.isSafeInteger(hardTokens);
  if (!whole || softTokens <= 0 || softTokens > hardTokens) {
    throw new Invalid(
      `expected whole token limits with 0 < soft ≤ hard, got soft ${softTokens}, hard ${hardTokens}`,
    );
  }
  return budget;
}
