/**
 * A soak run as the report draws it: indicators, arrivals, series and fault windows, all from raw lines. Nothing here
 * decides; it shows what was decided on.
 */

import { arrivalsOf, creditOf, meets } from '../criteria/soak/checks.js';
import type { Docket } from '../docket/docket.js';
import type { Objective } from '../policy/checks.js';
import { type Criterion, selectedCriteria } from '../policy/policy.js';
import { episodesOf } from '../readings/soak/confessed.js';
import { endedTasks } from '../readings/soak/slis.js';
import type { SoakReading } from '../readings/soak/soak.js';
import { quantile } from '../stats/quantile.js';
import { unitOf } from '../verdict/figure-text.js';
import type { SoakFinding } from '../verdict/verdict.js';

/** Most points of a drawn series. */
const MOST_POINTS = 1_000;
/** Blocks over which a latency percentile is drawn. */
const LATENCY_BLOCKS = 200;
/** Most fault windows that are drawn. */
const MOST_FAULTS = 1_000;

type Series = SoakFinding['series'][number];
type Point = readonly [number, number];

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
    arrivals: { planned: soak.intendedAt.size, actual: arrivalsOf(soak) },
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

function seriesOf(soak: SoakReading): readonly Series[] {
  const { heartbeats } = soak;
  const beats = (pick: (beat: SoakReading['heartbeats'][number]) => number | null): readonly Point[] =>
    heartbeats.flatMap((beat): Point[] => {
      const value = pick(beat);
      return value === null ? [] : [[beat.at, value]];
    });
  const all: readonly Series[] = [
    { id: 'latency-p95', label: 'end-to-end p95', unit: 'ms', points: latencySeries(soak) },
    {
      id: 'backlog',
      label: 'backlog',
      unit: 'tasks',
      points: beats(({ submitted, done, failed, blocked }) => submitted - done - failed - blocked),
    },
    { id: 'in-progress', label: 'in progress', unit: 'tasks', points: beats(({ inProgress }) => inProgress) },
    { id: 'done', label: 'done so far', unit: 'tasks', points: beats(({ done }) => done) },
    { id: 'rss', label: 'memory', unit: 'bytes', points: beats(({ rssBytes }) => rssBytes) },
    { id: 'fds', label: 'open files', unit: 'count', points: beats(({ openFds }) => openFds) },
    { id: 'store', label: 'store size', unit: 'bytes', points: beats(({ storeBytes }) => storeBytes) },
  ];
  return all
    .filter(({ points }) => points.length > 0)
    .map((series) => ({ ...series, points: thinned(series.points) }));
}

function latencySeries(soak: SoakReading): readonly Point[] {
  const length = Math.max(1, soak.run.lastAt) / LATENCY_BLOCKS;
  const blocks = new Map<number, number[]>();
  for (const { endedAt, latencyMs } of endedTasks(soak, soak.intendedAt)) {
    const block = Math.floor(endedAt / length);
    const values = blocks.get(block);
    if (values === undefined) blocks.set(block, [latencyMs]);
    else values.push(latencyMs);
  }
  return [...blocks.entries()]
    .sort(([a], [b]) => a - b)
    .map(([block, values]): Point => [Math.round((block + 1) * length), quantile(values, 0.95) ?? 0]);
}

/** Fewer points, but every bucket keeps its least and its greatest, so that spikes survive. */
export function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  const size = Math.ceil(points.length / (MOST_POINTS / 2));
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += size) {
    const bucket = points.slice(from, from + size);
    const least = bucket.reduce((a, b) => (b[1] < a[1] ? b : a));
    const greatest = bucket.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(...(least === greatest ? [least] : [least, greatest].sort((a, b) => a[0] - b[0])));
  }
  return kept;
}
