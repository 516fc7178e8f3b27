/**
 * RC-F1: every run is replayed, and nothing is held against any of them. Simulated runs can only refute; the exposure
 * that proves comes from real runs alone, of the judged attempts. Controls take no part: they are meant to be broken.
 */
import type { Docket } from '../docket/docket.js';
import { type PlacedRun, placedRuns } from '../docket/placed-runs.js';
import type { CheckOf } from '../policy/checks.js';
import type { CheckFinding } from '../verdict/criterion-finding.js';
import { accusationReasons, against, moreExposure } from './accused-runs.js';
import { besideReasons } from './earlier-finds.js';
import { exposureReasons, finding, scaled } from './finding.js';

/** Evaluates RC-F1's check. */
export function integrityReplay(check: CheckOf<'integrity.replay'>, docket: Docket): CheckFinding {
  const runs = placedRuns(docket);
  const real = runs.filter((one) => one.real === 'real');
  const exposure = {
    transitions: { had: sum(real, transitionsOf), needed: scaled(check.exposure.transitions, docket) },
    crashes: { had: sum(real, killsIn), needed: scaled(check.exposure.crashes, docket) },
    concurrentWorkers: { had: Math.max(0, ...real.map(workersIn)), needed: check.minConcurrentWorkers },
  };
  const accused = [
    ...runs.flatMap((one) => against(one, one.replayed.accusations)),
    ...docket.earlier.flatMap((one) => against(one, one.accusations)),
  ];
  return finding(check, {
    measured: `${accused.length} violations in ${sum(runs, transitionsOf)} transitions of ${runs.length} runs`,
    limit: '0 duplicate completions, lost tasks, illegal transitions, or differences between log and state',
    exposure,
    evidence: runs.flatMap(({ ref }) => (ref === null ? [] : [ref])),
    reasons: [
      ...accusationReasons(accused),
      ...besideReasons(docket),
      ...exposureReasons(exposure, { what: 'data integrity', next: moreExposure(docket), evidence: null }),
    ],
  });
}

function transitionsOf({ replayed }: PlacedRun): number {
  return replayed.log.transitions;
}

function killsIn({ run }: PlacedRun): number {
  return run?.faults.filter(({ fault }) => fault.kind === 'kill').length ?? 0;
}

/** Workers that won claims in one run; an incarnation is not a worker of its own. */
function workersIn({ run }: PlacedRun): number {
  const won =
    run?.calls.filter((call) => call.op === 'claim' && call.outcome === 'ok' && call.value !== null) ?? [];
  return new Set(won.map(({ actor }) => actor.split('/')[0])).size;
}

function sum(runs: readonly PlacedRun[], of: (run: PlacedRun) => number): number {
  return runs.reduce((total, run) => total + of(run), 0);
}
