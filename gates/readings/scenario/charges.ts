/** What is held against one run of a failure scenario: by the judge's own replay, and by the harness that played it. */
import type { ScenarioNeed } from '../../policy/checks.js';
import type { Accusation } from '../../replay/accusation.js';
import { quote } from '../../replay/quote.js';
import type { Violation } from '../../verdict/evidence-findings.js';
import { leftovers } from './evaluation.js';
import { EVALUATORS } from './evaluators.js';
import type { JudgedRun } from './scenario.js';

/** Something held against a run, and by whom. */
export interface Charge {
  readonly by: 'judge' | 'harness';
  readonly invariant: string;
  readonly because: string;
  readonly witness: readonly number[];
  /** The run it is held against. */
  readonly against: JudgedRun;
}

/** What the evaluator and the replay hold against a run, each sentence once. */
export function ownCharges(one: JudgedRun, id: ScenarioNeed['id']): readonly Charge[] {
  const { accusations, budget } = one.replayed;
  const all = [...EVALUATORS[id](one).unhandled, ...accusations, ...budget.accusations];
  const seen = new Set<string>();
  return chargesBy(one, all).filter(({ because }) => {
    const fresh = !seen.has(because);
    seen.add(because);
    return fresh;
  });
}

/** What was left when all was quiet. */
export function leftoverCharges(one: JudgedRun): readonly Charge[] {
  return chargesBy(one, leftovers(one));
}

function chargesBy(against: JudgedRun, accusations: readonly Accusation[]): readonly Charge[] {
  return accusations.map(({ invariant, because, witness }) => ({
    by: 'judge',
    invariant,
    because,
    witness,
    against,
  }));
}

/** The harness's own accusations; one whose witness is not in the history accuses nobody. */
export function harnessCharges(against: JudgedRun): readonly Charge[] {
  const { verdict, run } = against;
  return verdict.checks.flatMap(({ invariant, result }): Charge[] => {
    if (result.result !== 'violated' || result.witness.some((line) => line >= run.lines)) return [];
    return [{ by: 'harness', invariant, because: result.because, witness: result.witness, against }];
  });
}

/** The charge a person can see best: the first that points at lines, else the first. */
export function violationOf(charges: readonly Charge[]): Violation | null {
  const shown = charges.find(({ witness }) => witness.length > 0) ?? charges[0];
  if (shown === undefined) return null;
  return {
    invariant: shown.invariant,
    because: shown.because,
    operations: quote(shown.against.run, shown.witness),
  };
}
