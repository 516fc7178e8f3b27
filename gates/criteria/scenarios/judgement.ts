/**
 * One failure scenario, judged: witness, handling and aftermath on each of its runs; and the control, which must be
 * rejected. A scenario whose control passes proves nothing, whatever the runs themselves look like.
 */
import type { ScenarioNeed } from '../../policy/checks.js';
import type { JudgedRun, ScenarioReading } from '../../readings/scenario.js';
import type { TimeMode } from '../../record/record.js';
import type { Accusation } from '../../replay/accusation.js';
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
  /** The run it is held against. */
  readonly against: JudgedRun;
}

export interface ScenarioJudgement {
  readonly name: string;
  readonly mode: TimeMode;
  readonly reading: ScenarioReading;
  /** Chances to fail over all runs, and what was seen and expected. */
  readonly evaluation: Omit<Evaluation, 'unhandled'>;
  /** Everything held against a run; empty when all was handled and nothing left behind. */
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
  const leftBehind = reading.runs.flatMap(leftoverCharges);
  const charges = [
    ...reading.runs.flatMap((one) => [...harnessCharges(one), ...ownCharges(one, id)]),
    ...leftBehind,
  ];
  return {
    name: reading.name,
    mode,
    reading,
    evaluation: together(reading.runs.map(EVALUATORS[id])),
    charges,
    leftBehind,
    violation: violationOf(charges),
    control: judgeControl(reading.control, id),
  };
}

/** The evaluations of all runs as one: exposures add up, the first run is the example. */
function together(evaluations: readonly Evaluation[]): ScenarioJudgement['evaluation'] {
  const [first, ...others] = evaluations;
  if (first === undefined) throw new Error('a scenario is judged by at least one run');
  const exposure: Record<string, number> = {};
  for (const { exposure: seen } of evaluations) {
    for (const [name, count] of Object.entries(seen)) exposure[name] = (exposure[name] ?? 0) + count;
  }
  const witness =
    others.length === 0 ? first.witness : `in ${evaluations.length} runs; the first: ${first.witness}`;
  return { exposure, witness, expected: first.expected };
}

function judgeControl(control: JudgedRun | null, id: ScenarioNeed['id']): ControlJudgement {
  if (control === null) return { rejected: false, says: 'there is no control run', violation: null };
  const planted = control.run.header.control ?? 'no planted bug';
  const byHarness = harnessCharges(control);
  const byJudge = [...ownCharges(control, id), ...leftoverCharges(control)];
  const [first] = [...byHarness, ...byJudge];
  if (first === undefined) {
    return { rejected: false, says: `with ${planted} nothing was found wrong`, violation: null };
  }
  const accusers = [byHarness.length > 0 ? 'the harness' : '', byJudge.length > 0 ? 'the judge' : ''];
  const by = accusers.filter((name) => name !== '').join(' and ');
  const violation = violationOf([...byHarness, ...byJudge]);
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
  return chargesBy(one, all).filter(({ because }) => {
    const fresh = !seen.has(because);
    seen.add(because);
    return fresh;
  });
}

function leftoverCharges(one: JudgedRun): readonly Charge[] {
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
function harnessCharges(against: JudgedRun): readonly Charge[] {
  const { verdict, run } = against;
  return verdict.checks.flatMap(({ invariant, result }): Charge[] => {
    if (result.result !== 'violated' || result.witness.some((line) => line >= run.lines)) return [];
    return [{ by: 'harness', invariant, because: result.because, witness: result.witness, against }];
  });
}

/** The charge a person can see best: the first that points at lines, else the first. */
function violationOf(charges: readonly Charge[]): Violation | null {
  const shown = charges.find(({ witness }) => witness.length > 0) ?? charges[0];
  if (shown === undefined) return null;
  return {
    invariant: shown.invariant,
    because: shown.because,
    operations: quote(shown.against.run, shown.witness),
  };
}
