/**
 * From a worker's report to a verdict: budget state and gravest violation looked up in the decision table. Pure.
 * A text that costs more than its author reported is judged by what it costs.
 */
import { Invalid } from '../errors.js';
import { type Budget, budgetState } from './budget.js';
import {
  estimateTokens,
  type ReportSubject,
  reportViolations,
  type Severity,
  type Violation,
} from './compact-report.js';
import { decide, type GuardrailVerdict, type WorkerReport } from './decision.js';

/** Judges a report on `subject`. @throws Invalid when the token count is not an integer of 0 or more */
export function judge(report: WorkerReport, subject: ReportSubject, budget: Budget): GuardrailVerdict {
  if (!Number.isSafeInteger(report.tokens) || report.tokens < 0) {
    throw new Invalid(`expected tokens to be a whole number of 0 or more, got ${report.tokens}`);
  }
  const estimate = report.text === null ? 0 : estimateTokens(report.text);
  const tokens = Math.max(report.tokens, estimate);
  const violations = report.text === null ? [] : reportViolations(report.text, subject);
  const state = budgetState(tokens, budget);
  return { action: decide(state, gravest(violations)), state, tokens, violations, applied: true };
}

/** The severity of the gravest violation. */
export function gravest(violations: readonly Violation[]): Severity | 'none' {
  const grades: readonly Severity[] = ['high', 'medium', 'low'];
  return grades.find((grade) => violations.some(({ severity }) => severity === grade)) ?? 'none';
}
