/**
 * The outcome of one run: its guards, its coverage and its assumptions folded into one word, worst first.
 * Nothing missing counts as success: no trailer, no exposure, no fault or a missing mark each have a word of their own.
 */

import type { History } from '../../gates/record/history.js';
import type { Checker, CheckResult } from '../checkers/checker.js';
import { breaksOnlyWhenBroken } from '../checkers/safety/breaks-only-when-broken.js';
import { brokenAssumptions } from '../history/assumptions.js';
import type { RunResult } from '../run/run.js';
import type { Scenario } from '../scenario/scenario.js';
import { type CoverageMark, coverage, MARKS } from './coverage.js';

/** From best to worst. */
export const OUTCOMES = [
  'holds',
  'unexercised',
  'unknown',
  'violated',
  'nondeterministic',
  'invalid',
] as const;
export type OutcomeKind = (typeof OUTCOMES)[number];

export interface Check {
  readonly invariant: string;
  readonly name: string;
  readonly result: CheckResult;
}

export interface Outcome {
  readonly outcome: OutcomeKind;
  readonly checks: readonly Check[];
  readonly marks: Readonly<Record<CoverageMark, number>>;
  /** Marks the scenario must see and this run did not reach. */
  readonly missingMarks: readonly CoverageMark[];
  /** What kept the run from holding beside its checks, a sentence each; and planned faults that never struck. */
  readonly problems: readonly string[];
}

interface Finding {
  readonly outcome: OutcomeKind;
  readonly problem: string;
}

/** Judges a run; with `again`, a second run of the same seed, also whether both are the same, byte for byte. */
export function judgeRun(scenario: Scenario, run: RunResult, again?: RunResult): Outcome {
  const broken = brokenAssumptions(run.history);
  if (broken.length > 0) return invalid(broken);
  const marks = coverage(run.history, run.final);
  const missingMarks = scenario.mustSee.filter((mark) => marks[mark] === 0);
  const guarded = scenario.guards.map((guard) => checkOf(guard, run));
  const checks = [...guarded, ...scenario.standing.map((guard) => checkOf(guard, run))];
  const findings = [...runFindings(run, again), ...faultFindings(scenario, run)];
  const outcome = worst([
    ...findings.map((finding) => finding.outcome),
    ...guarded.map(({ result }) => result.result),
    ...checks.flatMap(({ result }) => countsForAll(result)),
    ...(missingMarks.length > 0 ? (['unexercised'] as const) : []),
    ...(guarded.length === 0 ? (['unknown'] as const) : []),
  ]);
  return { outcome, checks, marks, missingMarks, problems: findings.map(({ problem }) => problem) };
}

/** What counts of a check even where no scenario names its guard: all but that there was nothing to judge. */
function countsForAll(result: CheckResult): readonly OutcomeKind[] {
  if (result.result === 'violated') return ['violated'];
  return result.result === 'unknown' && result.gaveUp === true ? ['unknown'] : [];
}

/** The worst of some outcomes; none at all is `unknown`. */
export function worst(outcomes: readonly OutcomeKind[]): OutcomeKind {
  const rank = Math.max(...outcomes.map((outcome) => OUTCOMES.indexOf(outcome)));
  return OUTCOMES[rank] ?? 'unknown';
}

function invalid(problems: readonly string[]): Outcome {
  const marks = Object.fromEntries(MARKS.map((mark) => [mark, 0])) as Record<CoverageMark, number>;
  return { outcome: 'invalid', checks: [], marks, missingMarks: [], problems };
}

/** What one guard says of a run; that it had no chance is `unknown`. */
function checkOf(guard: Checker, { history, final }: RunResult): Check {
  const { invariant, name, needs } = guard;
  if (needs !== null && !history.header.sut.capabilities.includes(needs)) {
    const because = `${history.header.sut.name} does not offer ${needs}`;
    return { invariant, name, result: { result: 'unknown', because } };
  }
  if (final.unread !== undefined && guard !== breaksOnlyWhenBroken) {
    return { invariant, name, result: { result: 'unknown', because: 'the system could not be read back' } };
  }
  const result = guard.check(history, final);
  if (result.result !== 'holds' || result.exposure > 0) return { invariant, name, result };
  return { invariant, name, result: { result: 'unknown', because: 'the run gave it no chance to break' } };
}

function runFindings({ history }: RunResult, again: RunResult | undefined): readonly Finding[] {
  const findings: Finding[] = [];
  if (history.trailer === null) {
    findings.push({
      outcome: 'unknown',
      problem: 'the history has no trailer: the run did not reach its end',
    });
  }
  const differs = again === undefined ? null : differenceOf(history, again.history);
  if (differs !== null) {
    findings.push({ outcome: 'nondeterministic', problem: `a second run of the same seed has ${differs}` });
  }
  return findings;
}

/** What two runs of one seed do not share, or null. */
function differenceOf({ trailer: one }: History, { trailer: other }: History): string | null {
  if (one?.sha256 !== other?.sha256) return 'another history';
  return one?.stateHash === other?.stateHash ? null : 'the same history and another final state';
}

/** A planned fault that never struck is told; where it had to strike, it leaves the run unexercised. */
function faultFindings(scenario: Scenario, { history }: RunResult): readonly Finding[] {
  const struck = history.ops.flatMap((op) => (op.type === 'fault-start' ? [op.fault] : []));
  const struckIds = new Set(struck.map(({ id }) => id));
  const struckKinds = new Set(struck.map(({ kind }) => kind));
  const { seed, mode } = history.header;
  const missed = scenario.plan(seed, mode).faults.filter(({ id }) => !struckIds.has(id));
  const findings = missed.map(({ id, kind, target }): Finding => {
    const isExcused = scenario.mustStrike === 'each-kind' && struckKinds.has(kind);
    const outcome = isExcused ? 'holds' : 'unexercised';
    return { outcome, problem: `planned fault ${id} (${kind} of ${target}) never struck` };
  });
  if (struck.length > 0) return findings;
  return [...findings, { outcome: 'unexercised', problem: 'no fault was injected: the run proves nothing' }];
}
