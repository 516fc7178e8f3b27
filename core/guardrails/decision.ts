/**
 * From a budget state and a report's violations to an action. Pure.
 * The table is that of the guardrail rules: severity across, budget down.
 */
import type { BudgetState } from './budget.js';
import type { Severity, Violation } from './compact-report.js';

export type Action = 'ALLOW' | 'SUMMARIZE' | 'BLOCK';

/** What a worker hands in: its token count, and its compact report when it wrote one. */
export interface WorkerReport {
  /** Tokens used so far in this run, an integer of 0 or more. */
  readonly tokens: number;
  readonly text: string | null;
}

/** The judgement of one report, with what it was judged on. */
export interface GuardrailVerdict {
  readonly action: Action;
  readonly state: BudgetState;
  /** The higher of the reported use and the report's own estimate. */
  readonly tokens: number;
  readonly violations: readonly Violation[];
  /** Tokens of all runs of the task so far; absent when the store has no budget for them. */
  readonly taskTokens?: number;
  /** False when the task was finished already and nothing changed. */
  readonly applied: boolean;
}

const table: Readonly<Record<BudgetState, Readonly<Record<Severity | 'none', Action>>>> = {
  OK: { none: 'ALLOW', low: 'SUMMARIZE', medium: 'SUMMARIZE', high: 'BLOCK' },
  SOFT_EXCEEDED: { none: 'SUMMARIZE', low: 'SUMMARIZE', medium: 'SUMMARIZE', high: 'BLOCK' },
  HARD_EXCEEDED: { none: 'BLOCK', low: 'BLOCK', medium: 'BLOCK', high: 'BLOCK' },
};

/** The action for a budget state and the gravest violation (`none` when there is none). */
export function decide(state: BudgetState, gravest: Severity | 'none'): Action {
  return table[state][gravest];
}
