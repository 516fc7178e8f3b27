/** Whether what a run's folder says of the run is what comes out when the run is judged anew. */
import { isDeepStrictEqual } from 'node:util';
import { CHECKERS } from '../../checkers/catalogue.js';
import { type Check, judgeRun, type Outcome } from '../../outcome/outcome.js';
import type { Artefact, RunVerdict } from '../../run/artefact.js';
import type { RunResult } from '../../run/run.js';
import { planOn } from '../../scenario/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { underEveryGuard } from '../../scenario/variant.js';
import { oneLine } from '../../terminal/printable.js';

/** What comes of a run that is judged in the way its folder was. */
export function judgedAnew(run: RunResult, scenario: Scenario, artefact: Artefact): Outcome {
  const { plan } = artefact;
  return judgeRun(isOfSearch(artefact, scenario) ? underEveryGuard(scenario, { plan }) : scenario, run);
}

/** Every checker looked at it, and its plan is none that the scenario draws: nothing in particular had to be seen. */
function isOfSearch({ plan, verdict }: Artefact, scenario: Scenario): boolean {
  const named = new Set(verdict?.checks.map(({ name }) => name));
  if (!CHECKERS.every(({ name }) => named.has(name))) return false;
  const own = planOn(plan.backend ?? 'atomic', scenario.plan(plan.seed, 'simulated'));
  return !isDeepStrictEqual(plan, own);
}

/** Where a verdict differs from the outcome of the same run, a sentence each. */
export function differences(verdict: RunVerdict, anew: Outcome): readonly string[] {
  return [
    ...checkDifferences(verdict, anew),
    ...(['outcome', 'missingMarks', 'problems'] as const).flatMap((field) =>
      different(field, verdict[field], anew[field]),
    ),
    ...Object.keys({ ...verdict.marks, ...anew.marks }).flatMap((mark) => {
      const of = ({ marks }: Outcome) => (marks as Readonly<Record<string, number>>)[mark] ?? 0;
      return different(`mark ${mark}`, of(verdict), of(anew));
    }),
  ];
}

function different(what: string, written: unknown, anew: unknown): readonly string[] {
  if (isDeepStrictEqual(written, anew)) return [];
  return [`${what}: ${JSON.stringify(written)} in the verdict, and ${JSON.stringify(anew)} when judged anew`];
}

function checkDifferences(verdict: RunVerdict, { checks }: Outcome): readonly string[] {
  const isSame = (one: Check) => (other: Check) =>
    one.name === other.name && one.invariant === other.invariant;
  const changed = verdict.checks.flatMap((check) => {
    const anew = checks.find(isSame(check));
    const { invariant, name, result } = check;
    if (anew !== undefined && isDeepStrictEqual(anew.result, result)) return [];
    return [`${invariant} ${name} is ${result.result} in the verdict, and ${told(anew)} when judged anew`];
  });
  const leftOut = checks.filter((check) => !verdict.checks.some(isSame(check)));
  return [
    ...changed,
    ...leftOut.map(
      (check) =>
        `${check.invariant} ${check.name} is not in the verdict, and ${told(check)} when judged anew`,
    ),
  ];
}

function told(check: Check | undefined): string {
  if (check === undefined) return 'not looked at';
  const { result } = check;
  return result.result === 'holds'
    ? `holds with exposure ${result.exposure}`
    : `${result.result}: ${oneLine(result.because)}`;
}
