/**
 * Ends a run under its lease. A report always passes the guardrail first, also when the run failed or was stopped: a
 * run over the hard budget is blocked and never tried again. Shared by the worker and by the commands a person types.
 */
import type { WorkerReport } from '../guardrails/decision.js';
import { countTokens } from '../guardrails/tokenizer.js';
import type { Failure, Store } from '../store/store.js';
import type { LeaseProof, Task } from '../task/task.js';

/** How the work of one run ended. */
export type RunOutcome =
  | { readonly kind: 'done'; readonly notes: string; readonly report: WorkerReport | null }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly report: WorkerReport | null }
  /** The work needs input from outside. */
  | { readonly kind: 'blocked'; readonly nextAction: string; readonly report: WorkerReport | null }
  /** The work was stopped because its worker stops; it says nothing about the task. */
  | { readonly kind: 'stopped'; readonly because: string; readonly report: WorkerReport | null };

/** A report never costs less than its text; the store has an estimate of its own besides. */
async function weighed(report: WorkerReport | null): Promise<WorkerReport | null> {
  if (report === null || report.text === null) return report;
  return { ...report, tokens: Math.max(report.tokens, await countTokens(report.text)) };
}

/** The task as settled. @throws LeaseLost, IllegalTransition, NotFound, and the store's passing refusals */
export async function settle(store: Store, proof: LeaseProof, outcome: RunOutcome): Promise<Task> {
  const report = await weighed(outcome.report);
  if (outcome.kind === 'done') {
    return store.complete(proof, { notes: outcome.notes, ...(report === null ? {} : { report }) });
  }
  if (report !== null) {
    const verdict = await store.report(proof, report);
    if (verdict.action === 'BLOCK' && verdict.applied) {
      const blocked = await store.find(proof.taskId);
      if (blocked !== null) return blocked;
    }
  }
  switch (outcome.kind) {
    case 'blocked':
      return store.block(proof, { nextAction: outcome.nextAction });
    case 'stopped':
      return store.release(proof, { reason: outcome.because });
    case 'failed':
      return store.fail(proof, outcome.failure);
  }
}
