/**
 * One failure scenario, judged: witness, handling and aftermath on each of its runs; and the control, which must be
 * rejected. A scenario whose control passes proves nothing, whatever the runs themselves look like.
 */
import type { ScenarioNeed } from '../../policy/checks.js';
import type { TimeMode } from '../../record/record.js';
import type { Violation } from '../../verdict/evidence-findings.js';
import { type Charge, harnessCharges, leftoverCharges, ownCharges, violationOf } from './charges.js';
import { type ControlJudgement, judgeControl } from './control.js';
import type { Evaluation } from './evaluation.js';
import { EVALUATORS } from './evaluators.js';
import type { ScenarioReading } from './scenario.js';

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

/** Judges a scenario by the evaluator of its id, and its control by what the policy expects of it. */
export function judgeScenario(
  reading: ScenarioReading,
  { need, mode }: { readonly need: ScenarioNeed; readonly mode: TimeMode },
): ScenarioJudgement {
  const { id } = need;
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
    control: judgeControl(reading.control, need),
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
