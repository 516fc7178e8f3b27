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

/** Reads `20000,35000` (soft, hard) or `35000` for both; null when it is no budget. */
export function parseBudget(text: string): Budget | null {
  const match = /^(\d{1,15})(?:,(\d{1,15}))?$/.exec(text);
  if (match === null) return null;
  const softTokens = Number(match[1]);
  const hardTokens = Number(match[2] ?? match[1]);
  return softTokens > 0 && softTokens <= hardTokens ? { softTokens, hardTokens } : null;
}

/** The budget as `parseBudget` reads it. */
export function formatBudget({ softTokens, hardTokens }: Budget): string {
  return `${softTokens},${hardTokens}`;
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
