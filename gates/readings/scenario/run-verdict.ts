/**
 * The harness's word about one run, held against itself and against the run's own history. What it calls good must
 * follow from its checks, and what it calls violated must show where.
 */
import type { JudgedRun } from './scenario.js';

/** Where a verdict contradicts itself or its history. */
export interface Contradiction {
  readonly because: string;
  readonly measured: string;
  readonly limit: string;
}

/** Outcomes worse than violated, which a violation may stand behind. */
const WORSE: ReadonlySet<string> = new Set(['nondeterministic', 'invalid']);

export function contradictionsOf({ verdict, run }: JudgedRun): readonly Contradiction[] {
  const { outcome, checks, missingMarks } = verdict;
  const results = checks.map(({ result }) => result);
  const accusing = results.filter((result) => result.result === 'violated');
  const shown = accusing.filter(({ witness }) => witness.every((line) => line < run.lines));
  const holding = results.filter(({ result }) => result === 'holds');
  const found = [...strangers({ verdict, run })];
  const says = (measured: string, because: string) =>
    found.push({ because: `the harness says ${outcome}, although ${because}`, measured, limit: outcome });
  if (accusing.length > 0 && outcome !== 'violated' && !WORSE.has(outcome)) {
    says('violated', 'one of its checks says violated');
  }
  if (outcome === 'violated' && shown.length === 0) {
    says(`${accusing.length} of ${checks.length} violated`, 'no check of it accuses by lines that are there');
  }
  if (outcome === 'holds' && holding.length === 0) {
    says(`0 of ${checks.length} hold`, 'no check of it says so');
  }
  if (outcome === 'holds' && missingMarks.length > 0) {
    says(missingMarks.join(', '), 'it did not see what the scenario must see');
  }
  return found;
}

/** A verdict belongs to the run beside it. */
function* strangers({ verdict, run }: Pick<JudgedRun, 'verdict' | 'run'>): Iterable<Contradiction> {
  for (const field of ['scenario', 'seed', 'mode', 'control'] as const) {
    const [said, was] = [String(verdict[field]), String(run.header[field])];
    if (said !== was) {
      yield { because: `the verdict is of another run: its ${field} differs`, measured: said, limit: was };
    }
  }
}
