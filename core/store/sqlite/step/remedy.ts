/** What a person does about a task that the guardrail blocked, in the words of its report where it has any. Pure. */
import type { Budget } from '../../../guardrails/budget.js';
import { parseCompactReport } from '../../../guardrails/compact-report.js';
import type { GuardrailVerdict, WorkerReport } from '../../../guardrails/decision.js';

/** Characters kept of what is wrong with a report: a bad one may be of any length. */
const LONGEST_CAUSE = 300;

export interface Judged {
  readonly report: WorkerReport;
  readonly verdict: GuardrailVerdict;
}

export function remedy({ report, verdict }: Judged, taskBudget: Budget | null): string {
  const { taskTokens = 0, state, violations } = verdict;
  // Else the task would be blocked again at its next report, however small.
  if (taskBudget !== null && taskTokens > taskBudget.hardTokens) return 'raise the budget of all its runs';
  if (state === 'HARD_EXCEEDED') return 'make the work smaller';
  const asked = violations.every(({ code }) => code === 'STATUS_CONTRADICTS') ? nextOf(report) : '';
  if (asked !== '') return `do what its report asks for (${asked})`;
  const grave = violations.find(({ severity }) => severity === 'high')?.message ?? 'it breaks the rules';
  return `make its report right (${grave.slice(0, LONGEST_CAUSE)})`;
}

/** What the report itself says comes next; empty when that is nothing. */
function nextOf({ text }: WorkerReport): string {
  const next = parseCompactReport(text ?? '').sections.Next?.texts.join(' ') ?? '';
  return /^none\.?$/i.test(next) ? '' : next;
}
