/** Whether what a run's folder says of the run is what comes out when the run is judged anew. */
import { isDeepStrictEqual } from 'node:util';
import { CHECKERS } from '../../checkers/catalogue.js';
import type { Checker } from '../../checkers/checker.js';
import { type Check, checkOf } from '../../outcome/outcome.js';
import type { RunVerdict } from '../../run/artefact.js';
import type { RunResult } from '../../run/run.js';
import type { Scenario } from '../../scenario/scenario.js';

/** What the guards of its scenario say of a run, and those that its verdict names; of an unknown one, every checker. */
export function judgedAnew(
  run: RunResult,
  { scenario, verdict }: { readonly scenario: Scenario | undefined; readonly verdict: RunVerdict | null },
): readonly Check[] {
  const guards = scenario === undefined ? CHECKERS : [...scenario.guards, ...scenario.standing];
  const isAsked = (checker: Checker) =>
    guards.includes(checker) || verdict?.checks.some(({ name }) => name === checker.name) === true;
  return CHECKERS.filter(isAsked).map((checker) => checkOf(checker, run));
}

/** Where a verdict differs from the checks of the same run, a sentence each. */
export function differences(verdict: RunVerdict, checks: readonly Check[]): readonly string[] {
  const found = verdict.checks.flatMap(({ name, invariant, result }) => {
    const anew = checks.find((check) => check.name === name && check.invariant === invariant);
    if (anew !== undefined && isDeepStrictEqual(anew.result, result)) return [];
    return [`${invariant} ${name} is ${result.result} in the verdict, and ${told(anew)} when judged anew`];
  });
  const accused = checks.filter(({ result }) => result.result === 'violated');
  if (accused.length === 0 || isBad(verdict) || found.length > 0) return found;
  return accused.map(
    (check) => `the verdict is ${verdict.outcome}, and ${check.invariant} ${check.name} ${told(check)}`,
  );
}

function isBad({ outcome }: RunVerdict): boolean {
  return ['violated', 'nondeterministic', 'invalid'].includes(outcome);
}

function told(check: Check | undefined): string {
  if (check === undefined) return 'unknown to this release';
  const { result } = check;
  return result.result === 'holds'
    ? `holds with exposure ${result.exposure}`
    : `${result.result}: ${result.because}`;
}
