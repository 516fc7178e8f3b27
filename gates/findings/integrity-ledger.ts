/** Conservation: what went in, where it is now, and what is held against the runs that moved it. */
import type { EarlierRun } from '../docket/earlier.js';
import type { PlacedRun } from '../docket/placed-runs.js';
import type { Accusation } from '../replay/accusation.js';
import type { IntegrityLedger } from '../verdict/evidence-findings.js';

/** The tally over every run, simulated ones included; violations of earlier attempts are in it as well. */
export function integrityLedger(runs: readonly PlacedRun[], earlier: readonly EarlierRun[]): IntegrityLedger {
  const accusations = [
    ...runs.map(({ replayed }) => replayed.accusations),
    ...earlier.map((one) => one.accusations),
  ];
  const byState: Record<string, number> = {};
  for (const { replayed } of runs) {
    for (const [state, count] of Object.entries(replayed.byState))
      byState[state] = (byState[state] ?? 0) + count;
  }
  const count = (code: Accusation['code']): number =>
    accusations.flat().filter((one) => one.code === code).length;
  return {
    runs: runs.length,
    transitions: sum(runs, ({ replayed }) => replayed.log.transitions),
    enqueued: sum(runs, ({ replayed }) => replayed.enqueued),
    byState,
    duplicateCompletions: count('DUPLICATE_COMPLETION'),
    lostTasks: count('TASK_LOST'),
    illegalTransitions: count('ILLEGAL_TRANSITION'),
    logMismatches: count('DB_LOG_MISMATCH'),
  };
}

function sum(runs: readonly PlacedRun[], of: (run: PlacedRun) => number): number {
  return runs.reduce((total, run) => total + of(run), 0);
}
