/**
 * One failure scenario, judged: witness, handling and aftermath on the run; and the control, which must be rejected.
 * A scenario whose control passes proves nothing, whatever the run itself looks like.
 */
import type { ScenarioNeed } from '../../policy/checks.js';
import type { JudgedRun, ScenarioReading } from '../../readings/scenario.js';
import type { TimeMode } from '../../record/record.js';
import { quote } from '../../replay/quote.js';
import type { Violation } from '../../verdict.js';
import { type Evaluation, leftovers } from './evaluation.js';
import { EVALUATORS } from './evaluators.js';

/** Something held against a run, and by whom. */
export interface Charge {
  readonly by: 'judge' | 'harness';
  readonly invariant: string;
  readonly because: string;
  readonly witness: readonly number[];
}

export interface ScenarioJudgement {
  readonly name: string;
  readonly mode: TimeMode;
  readonly reading: ScenarioReading;
  readonly evaluation: Evaluation;
  /** Everything held against the run; empty when it was handled and left nothing behind. */
  readonly charges: readonly Charge[];
  /** Charges about what was left when all was quiet. */
  readonly leftBehind: readonly Charge[];
  readonly violation: Violation | null;
  readonly control: ControlJudgement;
}

export interface ControlJudgement {
  readonly rejected: boolean;
  readonly says: string;
  readonly violation: Violation | null;
}

/** Judges a scenario by the evaluator of its id. */
export function judgeScenario(
  reading: ScenarioReading,
  { id, mode }: { readonly id: ScenarioNeed['id']; readonly mode: TimeMode },
): ScenarioJudgement {
  const evaluation = EVALUATORS[id](reading.main);
  const leftBehind = leftovers(reading.main).map(charged);
  const charges = [...harnessCharges(reading.main), ...ownCharges(reading.main, id), ...leftBehind];
  return {
    name: reading.name,
    mode,
    reading,
    evaluation,
    charges,
    leftBehind,
    violation: violationOf(reading.main, charges),
    control: judgeControl(reading.control, id),
  };
}

function judgeControl(control: JudgedRun | null, id: ScenarioNeed['id']): ControlJudgement {
  if (control === null) return { rejected: false, says: 'there is no control run', violation: null };
  const planted = control.run.header.control ?? 'no planted bug';
  const byHarness = harnessCharges(control);
  const byJudge = [...ownCharges(control, id), ...leftovers(control).map(charged)];
  const [first] = [...byHarness, ...byJudge];
  if (first === undefined) {
    return { rejected: false, says: `with ${planted} nothing was found wrong`, violation: null };
  }
  const accusers = [byHarness.length > 0 ? 'the harness' : '', byJudge.length > 0 ? 'the judge' : ''];
  const by = accusers.filter((name) => name !== '').join(' and ');
  const violation = violationOf(control, [...byHarness, ...byJudge]);
  return {
    rejected: true,
    says: `${planted} was caught by ${by}: ${violation?.invariant ?? first.invariant}, ${violation?.because ?? first.because}`,
    violation,
  };
}

function ownCharges(one: JudgedRun, id: ScenarioNeed['id']): readonly Charge[] {
  const { accusations, budget } = one.replayed;
  const all = [...EVALUATORS[id](one).unhandled, ...accusations, ...budget.accusations];
  const seen = new Set<string>();
  return all.map(charged).filter(({ because }) => {
    const fresh = !seen.has(because);
    seen.add(because);
    return fresh;
  });
}

function charged({ invariant, because, witness }: Omit<Charge, 'by'>): Charge {
  return { by: 'judge', invariant, because, witness };
}

/** The harness's own accusations; one whose witness is not in the history accuses nobody. */
function harnessCharges({ verdict, run }: JudgedRun): readonly Charge[] {
  return verdict.checks.flatMap(({ invariant, result }): Charge[] => {
    if (result.result !== 'violated' || result.witness.some((line) => line >= run.lines)) return [];
    return [{ by: 'harness', invariant, because: result.because, witness: result.witness }];
  });
}

/** The charge a person can see best: the first that points at lines, else the first. */
function violationOf({ run }: JudgedRun, charges: readonly Charge[]): Violation | null {
  const shown = charges.find(({ witness }) => witness.length > 0) ?? charges[0];
  if (shown === undefined) return null;
  return { invariant: shown.invariant, because: shown.because, operations: quote(run, shown.witness) };
}
