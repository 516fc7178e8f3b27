/** How much of a token budget is used. Pure; both comparisons are strict. */

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
