/**
 * Failure scenarios: each name once, its runs on real processes and in simulation side by side, so that one
 * missing is a hole in plain sight.
 */

import type { ScenarioFinding, Violation } from '../../verdict/evidence-findings.js';
import type { EvidenceItem, Verdict } from '../../verdict/verdict.js';
import { lookOfEvidence, lookOfStatus } from '../status-look.js';
import { evidenceOf, recordCitation } from './citation.js';
import { cut, cutText } from './cut.js';
import { nextView } from './first-screen.js';
import { timeModeView } from './time-mode.js';

const RUNS_MOST = 8;
const OPERATIONS_MOST = 40;

/** The columns; compressed runs, when there are any, stand with the simulated ones. */
const COLUMNS = [['wallclock'], ['simulated', 'compressed']] as const;

export function scenariosView(verdict: Verdict) {
  const asked = verdict.evidence.filter(({ kind }) => kind === 'failure-scenario').map(({ name }) => name);
  const names = [...new Set([...asked, ...verdict.scenarios.map(({ name }) => name)])].sort(byNumber);
  return names.map((name) => ({
    name,
    columns: COLUMNS.map((modes) => columnOf(verdict, name, modes)),
  }));
}

function columnOf(verdict: Verdict, name: string, modes: readonly EvidenceItem['mode'][]) {
  const [mode = 'wallclock'] = modes;
  const runs = verdict.scenarios.filter((run) => run.name === name && modes.includes(run.mode));
  const unproven = runs.filter(({ proven }) => !proven);
  const { shown, left } = cut([...unproven, ...runs.filter(({ proven }) => proven)], RUNS_MOST);
  const item = evidenceOf(verdict, { kinds: ['failure-scenario'], name, mode });
  return {
    mode: timeModeView(mode),
    runs: shown.map((run) => runView(verdict, run)),
    left,
    absent: runs.length > 0 ? null : absence(item),
  };
}

function absence(item: EvidenceItem | undefined) {
  if (item === undefined) {
    return { look: lookOfStatus(null), problem: 'This profile does not ask for it.', next: null };
  }
  return { look: lookOfEvidence(item.state), problem: item.problem ?? 'No run.', next: nextView(item.next) };
}

function runView(verdict: Verdict, run: ScenarioFinding) {
  const item = evidenceOf(verdict, { kinds: ['failure-scenario'], name: run.name, mode: run.mode });
  const look = run.proven
    ? { ...lookOfStatus('PASS'), word: 'Proven' }
    : { ...lookOfStatus('FAIL'), word: 'Not proven' };
  return {
    look,
    seeds: run.seeds.length === 1 ? `seed ${run.seeds[0]}` : `${run.seeds.length} seeds`,
    facts: [
      { name: 'Witness', value: cutText(run.witness, 600) },
      { name: 'Handling', value: cutText(run.handling, 600) },
      { name: 'Aftermath', value: cutText(run.aftermath, 600) },
      { name: 'Control', value: cutText(run.control, 600) },
    ],
    replay: run.replay,
    record: recordCitation(item),
    violation: violationView(run.violation),
    controlViolation: violationView(run.controlViolation),
  };
}

function violationView(violation: Violation | null) {
  if (violation === null) return null;
  return {
    invariant: violation.invariant,
    because: cutText(violation.because, 600),
    operations: cut(
      violation.operations.map((operation) => cutText(operation, 400)),
      OPERATIONS_MOST,
    ),
  };
}

/** S2 before S10. */
function byNumber(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => Number(/\d+/.exec(name)?.[0] ?? Number.MAX_SAFE_INTEGER));
  return (left ?? 0) - (right ?? 0) || (a < b ? -1 : 1);
}
