/**
 * A soak run as the report draws it: indicators, arrivals, series and fault windows, all from raw lines. Nothing here
 * decides; it shows what was decided on.
 */

import { meets } from '../criteria/soak/slo.js';
import { creditOf } from '../criteria/soak/wallclock.js';
import type { Docket } from '../docket/docket.js';
import type { Objective } from '../policy/checks.js';
import { type Criterion, selectedCriteria } from '../policy/policy.js';
import { arrivalsIn } from '../readings/soak/arrivals.js';
import { episodesOf } from '../readings/soak/confessed.js';
import type { SoakReading } from '../readings/soak/soak.js';
import type { SoakFinding } from '../verdict/evidence-findings.js';
import { unitOf } from '../verdict/figure-text.js';
import { seriesOf } from './soak-series.js';

/** Most fault windows that are drawn. */
const MOST_FAULTS = 1_000;

/** The finding of one soak run. */
export function soakFinding(soak: SoakReading, docket: Docket): SoakFinding {
  const { creditedMs } = creditOf(soak, docket);
  return {
    name: soak.name,
    mode: soak.mode,
    creditedMs: soak.mode === 'wallclock' ? creditedMs : 0,
    neededMs: neededMs(soak, docket),
    slis: slisOf(soak, docket),
    abortEpisodes: episodesOf(soak, docket.policy).length,
    arrivals: { planned: soak.intendedAt.size, actual: arrivalsIn(soak.run) },
    series: seriesOf(soak),
    faults: soak.run.faults
      .filter(({ fault }) => ['kill', 'pause', 'store-lock'].includes(fault.kind))
      .slice(0, MOST_FAULTS)
      .map(({ fault, startedAt, healedAt }) => ({
        fromMs: startedAt,
        toMs: healedAt ?? startedAt,
        kind: fault.kind,
      })),
  };
}

/** Wall-clock time the policy asks for, whatever the profile; null for runs it asks no time of. */
function neededMs({ name, mode }: SoakReading, { policy }: Docket): number | null {
  if (mode !== 'wallclock') return null;
  const check = policy.criteria
    .flatMap(({ checks }) => checks)
    .find((one) => one.kind === 'soak.wallclock' && one.run === name);
  return check?.kind === 'soak.wallclock' ? check.credited : null;
}

function slisOf(soak: SoakReading, docket: Docket): SoakFinding['slis'] {
  const objectives = objectivesOf(soak, docket);
  return [...soak.slis].map(([sli, { value, samples }]) => {
    const objective = objectives.find((one) => one.sli === sli);
    return {
      id: sli,
      label: LABELS[sli] ?? sli,
      value,
      unit: unitOf(sli),
      op: objective?.op ?? '',
      limit: objective?.value ?? 0,
      samples,
      met: objective === undefined ? null : meets({ value, samples }, objective),
    };
  });
}

const LABELS: Readonly<Record<string, string>> = {
  'tasks.success_ratio': 'success rate',
  'tasks.lost_count': 'tasks lost',
  'task.end_to_end_p95': 'end-to-end p95, all tasks',
  'task.first_run_p95': 'end-to-end p95, done in one run',
  'task.retried_p95': 'end-to-end p95, done in two runs',
  'lease.recovery_ratio': 'leases recovered in time',
  'exec.duplicate_count': 'duplicate executions',
  'keys.duplicates_stopped_ratio': 'duplicates stopped by key',
  'guardrail.blocked_ratio': 'hard exceeds blocked',
};

/** The objectives the profile holds against this run; for others, those the policy has for its name. */
function objectivesOf({ name, mode }: SoakReading, { policy, profile }: Docket): readonly Objective[] {
  const from = (criteria: readonly Criterion[]) =>
    criteria.flatMap(({ checks }) =>
      checks.flatMap((check): readonly Objective[] => {
        if (check.kind === 'soak.slo' && check.run === name && mode === 'wallclock') return check.objectives;
        if (check.kind !== 'soakSim.healthy' || mode !== 'simulated') return [];
        return check.runs.filter(({ run }) => run === name).flatMap(({ objectives }) => objectives);
      }),
    );
  const asked = from(selectedCriteria(policy, profile));
  return asked.length > 0 ? asked : from(policy.criteria);
}
