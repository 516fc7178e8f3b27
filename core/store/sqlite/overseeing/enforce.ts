/**
 * The guardrail from beside: a report judged by an enforcer that holds no lease. Runs inside the caller's
 * transaction; what a BLOCK does is the same as when the holder reports, in `guard.ts`.
 */
import type { CodedError } from '../../../errors.js';
import type { GuardrailVerdict, WorkerReport } from '../../../guardrails/decision.js';
import type { TaskId } from '../../../task/task.js';
import { startsFrom } from '../../../task/transitions.js';
import type { Session } from '../record/session.js';
import { notFound } from '../step/fence.js';
import { blockingStep, guardrailEntry, judgeRow } from '../step/guard.js';
import { prepareMover } from '../step/move.js';

export function prepareEnforce(
  session: Session,
): (id: TaskId, report: WorkerReport) => GuardrailVerdict | CodedError {
  const charge = session.db.prepare(`
    update task set tokens_used = max(tokens_used, @tokens), updated_at = @now where id = @id`);
  const mover = prepareMover(session);
  return (id, report) => {
    const row = session.findRow(id);
    if (!row) return notFound(id);
    const verdict = judgeRow(session, row, report);
    if (!startsFrom('T10', row.status)) {
      const unapplied = { ...verdict, applied: false };
      session.log.note(row, guardrailEntry(session, row, { report, verdict: unapplied }));
      return unapplied;
    }
    if (verdict.action === 'BLOCK') {
      mover.byRule(row, blockingStep(session, row, { report, verdict }));
    } else {
      charge.run({ id, tokens: verdict.tokens, now: session.now() });
      session.log.note(row, guardrailEntry(session, row, { report, verdict }));
    }
    return verdict;
  };
}
