/**
 * The guardrail inside the store: a report judged, logged and, when it is BLOCK, enforced in the same transaction.
 * Runs inside the caller's transaction; the judgement itself is core/guardrails and pure.
 */
import type { CodedError } from '../../../errors.js';
import { estimateTokens, type ReportStatus } from '../../../guardrails/compact-report.js';
import type { GuardrailVerdict, WorkerReport } from '../../../guardrails/decision.js';
import { judge } from '../../../guardrails/judge.js';
import { heldToTaskBudget } from '../../../guardrails/task-budget.js';
import type { LeaseProof } from '../../../task/task.js';
import type { TaskRow } from '../record/columns.js';
import { type Entry, LAST_TOLD } from '../record/log.js';
import type { Session } from '../record/session.js';
import { fenceValues, HOLDS_THE_LEASE, notFound, prepareRefuse } from './fence.js';
import { prepareMover, type Step } from './move.js';
import { replanCommand } from './next-action.js';
import { type Judged, remedy } from './remedy.js';

export function prepareReport(
  session: Session,
): (proof: LeaseProof, report: WorkerReport) => GuardrailVerdict | CodedError {
  const { db, now, findRow, log } = session;
  const charge = db.prepare(`
    update task set tokens_used = max(tokens_used, ?), updated_at = ?, last_event = ${LAST_TOLD}
    where ${HOLDS_THE_LEASE}`);
  const mover = prepareMover(session);
  const refuse = prepareRefuse(session);

  return (proof, report) => {
    const row = findRow(proof.taskId);
    if (!row) return notFound(proof.taskId);
    const verdict = judgeRow(session, row, report);
    if (isFinished(row) && row.run === proof.fence) {
      const unapplied = { ...verdict, applied: false };
      log.note(row, guardrailEntry(session, row, { report, verdict: unapplied }));
      return unapplied;
    }
    if (verdict.action === 'BLOCK') {
      const blocked = mover.asHolder(row, proof, blockingStep(session, row, { report, verdict }));
      return blocked ? verdict : refuse(proof, 'report');
    }
    const told = log.telling([guardrailEntry(session, row, { report, verdict })]);
    const { changes } = charge.run(verdict.tokens, now(), told.count, ...fenceValues(proof, now()));
    if (changes === 0) return refuse(proof, 'report');
    told.write(row, row.last_event);
    return verdict;
  };
}

/** The verdict on a report of the task in `row`. */
export function judgeRow(
  session: Session,
  row: TaskRow,
  report: WorkerReport & { readonly settlesAs?: ReportStatus },
): GuardrailVerdict {
  const { settlesAs } = report;
  const { id } = row;
  const verdict = judge(report, settlesAs === undefined ? { id } : { id, settlesAs }, session.budget);
  const budget = session.taskBudget;
  if (budget === null) return verdict;
  const taskTokens = session.tokensCharged({ taskId: id }) + chargeOf(row, verdict);
  return heldToTaskBudget(verdict, { taskTokens, budget });
}

/** By how much a report raises the use of its run; a report counts all its run used so far. */
function chargeOf(row: TaskRow, { tokens }: GuardrailVerdict): number {
  return Math.max(0, tokens - row.tokens_used);
}

/** The event of a verdict on `row` as it was before: what was judged, against what, and what came of it. */
export function guardrailEntry(session: Session, row: TaskRow, { report, verdict }: Judged): Entry {
  const { taskBudget } = session;
  const ofTask =
    taskBudget === null
      ? {}
      : {
          task_hard: taskBudget.hardTokens,
          task_soft: taskBudget.softTokens,
          task_tokens: verdict.taskTokens ?? 0,
        };
  return {
    type: 'guardrail',
    data: {
      action: verdict.action,
      applied: verdict.applied,
      charged_tokens: verdict.applied ? chargeOf(row, verdict) : 0,
      current_tokens: report.tokens,
      estimated_tokens: report.text === null ? 0 : estimateTokens(report.text),
      hard: session.budget.hardTokens,
      soft: session.budget.softTokens,
      state: verdict.state,
      ...ofTask,
      violations: verdict.violations.map(({ code, severity }) => `${code}:${severity}`).join(','),
    },
  };
}

/** The step that BLOCK leads to: the lease is revoked, and a person has to act. */
export function blockingStep(session: Session, row: TaskRow, judged: Judged): Step {
  const { verdict } = judged;
  const nextAction = `${remedy(judged, session.taskBudget)}, then ${replanCommand(row, 'how')}`;
  const ofTask = verdict.taskTokens === undefined ? '' : ` (${verdict.taskTokens} in all runs)`;
  const found = `${verdict.state}, ${verdict.tokens} tokens${ofTask}, ${verdict.violations.length} violations`;
  return {
    as: 'T10',
    to: { status: 'BLOCKED', settledAt: session.now(), blockedReason: 'guardrail' },
    changes: {
      lastError: null,
      nextAction,
      notes: [`guardrail: ${found}`, `next: ${nextAction}`],
      tokensUsed: Math.max(row.tokens_used, verdict.tokens),
    },
    before: [guardrailEntry(session, row, judged)],
    event: {
      type: 'blocked',
      data: { holder: row.lease_holder, next_action: nextAction, reason: 'guardrail' },
    },
  };
}

/** A BLOCKED task is not finished: its lease was revoked, so a late report on it has lost that lease. */
function isFinished({ status }: TaskRow): boolean {
  return status === 'DONE' || status === 'FAILED';
}
