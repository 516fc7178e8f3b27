/**
 * The control run, judged: it carries the planted bug that the policy names, the fault of the scenario really struck,
 * and the invariant that the bug breaks was seen broken. Whatever else went wrong in it shows nothing of the scenario.
 */
import type { ScenarioNeed } from '../../policy/checks.js';
import type { Violation } from '../../verdict/evidence-findings.js';
import { type Charge, harnessCharges, leftoverCharges, ownCharges, violationOf } from './charges.js';
import { EVALUATORS } from './evaluators.js';
import type { JudgedRun } from './scenario.js';

export interface ControlJudgement {
  readonly rejected: boolean;
  readonly says: string;
  readonly violation: Violation | null;
}

/** Judges a control. Without one, or when it is not rejected for what its bug breaks, the scenario proves nothing. */
export function judgeControl(control: JudgedRun | null, need: ScenarioNeed): ControlJudgement {
  if (control === null) return passed('there is no control run');
  const charges = chargesOf(control, need);
  const flaw = flawOf(control, need) ?? unexpected(charges, need);
  if (flaw !== null) return passed(flaw);
  const expected = charges.filter(({ invariant }) => need.control.invariants.includes(invariant));
  const violation = violationOf(expected);
  const accusers = [...new Set(expected.map(({ by }) => `the ${by}`))].join(' and ');
  return {
    rejected: true,
    says: `${need.control.name} was caught by ${accusers}: ${violation?.invariant}, ${violation?.because}`,
    violation,
  };
}

function passed(says: string): ControlJudgement {
  return { rejected: false, says, violation: null };
}

function chargesOf(control: JudgedRun, { id }: ScenarioNeed): readonly Charge[] {
  return [...harnessCharges(control), ...ownCharges(control, id), ...leftoverCharges(control)];
}

/** Why this run cannot show anything, whatever is held against it; or null. */
function flawOf(control: JudgedRun, need: ScenarioNeed): string | null {
  const planted = control.run.header.control ?? 'no planted bug';
  if (planted !== need.control.name) return `expected the planted bug ${need.control.name}, found ${planted}`;
  const { outcome } = control.verdict;
  if (outcome !== 'violated') return `the harness calls the run with ${planted} ${outcome}, not violated`;
  const { exposure } = EVALUATORS[need.id](control);
  const unseen = Object.keys(need.exposure).filter((name) => (exposure[name] ?? 0) === 0);
  if (unseen.length === 0) return null;
  return `the fault of the scenario was never seen in the run with ${planted} (${unseen.join(', ')})`;
}

/** What is wrong with the charges: there are none, or all of them are about something else; or null. */
function unexpected(charges: readonly Charge[], { control }: ScenarioNeed): string | null {
  const named = [...new Set(charges.map(({ invariant }) => invariant))];
  if (named.length === 0) return `with ${control.name} nothing was found wrong`;
  if (named.some((invariant) => control.invariants.includes(invariant))) return null;
  return `${control.name} breaks ${control.invariants.join(' or ')}, but only ${named.join(', ')} was seen broken`;
}
