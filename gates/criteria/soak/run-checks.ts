/** The soak checks on what must not happen in any run: standstills, and growth that does not stop. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import { outages } from '../../readings/soak/stalls.js';
import { blockMedians, growth } from '../../stats/trend.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { lengthText } from '../../verdict/figure-text.js';
import { finding, reason } from '../finding.js';
import { creditOf, realSoak } from './checks.js';
import { soaksOf, type UsableSoak } from './usable-soaks.js';

/** No unplanned standstill, on enough watched time; and the driver itself was content. */
export function soakOutage(check: CheckOf<'soak.outage'>, docket: Docket): CheckFinding {
  const { usable, all, reasons } = soaksOf(docket.profile.soaks, docket);
  const watched = usable.reduce((sum, { soak }) => sum + creditOf(soak, docket).creditedMs, 0);
  const longest = Math.max(
    0,
    ...usable.flatMap(({ soak }) => outages(soak).map(({ fromMs, toMs }) => toMs - fromMs)),
  );
  const next = all[0]?.next ?? { owner: 'developers', command: 'npx gate plan', takesMs: null };
  const exposure = {
    watchedSeconds: { had: Math.floor(watched / 1000), needed: Math.floor(check.minObserved / 1000) },
  };
  const low =
    usable.length > 0 && watched < check.minObserved
      ? [
          reason('EXPOSURE_LOW', {
            because: 'too little soak time was watched to say that there was no outage',
            measured: lengthText(watched),
            limit: lengthText(check.minObserved),
            evidence: usable[0]?.soak.refs.heartbeats ?? null,
            next,
          }),
        ]
      : [];
  return finding(check, {
    measured: `longest standstill ${lengthText(longest)} in ${lengthText(watched)}`,
    limit: `at most ${lengthText(check.maxUnplanned)}`,
    exposure,
    evidence: usable.map(({ soak }) => soak.refs.heartbeats),
    reasons: [
      ...reasons,
      ...low,
      ...usable.flatMap((one) => [...outageReasons(one, check.maxUnplanned), ...discontent(one)]),
    ],
  });
}

function outageReasons({ soak, found }: UsableSoak, maxUnplanned: number): readonly Reason[] {
  return outages(soak)
    .filter(({ fromMs, toMs }) => toMs - fromMs > maxUnplanned)
    .map(({ fromMs, toMs }) =>
      reason('OUTAGE', {
        because: `${soak.name} stood still or was not watched, ${lengthText(fromMs)} after its start`,
        measured: lengthText(toMs - fromMs),
        limit: lengthText(maxUnplanned),
        evidence: soak.refs.history,
        next: found.next,
      }),
    );
}

/** A driver that does not call its own run healthy is believed. */
function discontent({ soak, found }: UsableSoak): readonly Reason[] {
  if (soak.record.claimed.result === 'PASSED') return [];
  return [
    reason('RUN_UNDECIDED', {
      because: `the soak driver does not call ${soak.name} healthy: ${soak.summary.verdict}`,
      measured: soak.summary.verdict,
      limit: 'healthy',
      evidence: soak.refs.history,
      next: found.next,
    }),
  ];
}

/** Series whose projected growth may not exceed its budget; without a bound nothing is proven. */
export function soakTrend(check: CheckOf<'soak.trend'>, docket: Docket): CheckFinding {
  const { found, soak } = realSoak(docket, check.run);
  const limit = check.series.map(({ name, maxGrowth }) => `${name} ${maxGrowth * 100} %`).join(', ');
  if (soak === null) return finding(check, { measured: 'no usable run', limit, reasons: found.reasons });
  const results = check.series.map((series) => trendOf(series, { check, found, soak }));
  return finding(check, {
    measured: results.map(({ text }) => text).join(', '),
    limit,
    evidence: [soak.refs.heartbeats],
    reasons: results.flatMap(({ reasons }) => reasons),
  });
}

interface TrendContext extends UsableSoak {
  readonly check: CheckOf<'soak.trend'>;
}

function trendOf(
  { name, maxGrowth }: { readonly name: string; readonly maxGrowth: number },
  { check, found, soak }: TrendContext,
): { readonly text: string; readonly reasons: readonly Reason[] } {
  const points = seriesOf(soak, name);
  const span = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  const grown = growth(blockMedians(points, { fromMs: check.warmUp, blockMs: check.block }));
  const limit = `upper bound within ${maxGrowth * 100} %`;
  const parts = { limit, evidence: soak.refs.heartbeats, next: found.next };
  if (grown === null || span < check.minProcessSpan) {
    const because = `${soak.name} is too short to bound the growth of ${name}`;
    const measured = lengthText(span);
    return { text: `${name} unknown`, reasons: [reason('LEAK_UNPROVEN', { ...parts, because, measured })] };
  }
  const measured = `${percent(grown.estimate)} (${percent(grown.low)} to ${percent(grown.high)})`;
  const text = `${name} ${measured}`;
  if (grown.high <= maxGrowth) return { text, reasons: [] };
  const certain = grown.low > maxGrowth;
  const because = certain
    ? `${name} of ${soak.name} grows`
    : `the growth of ${name} of ${soak.name} is not bounded`;
  return {
    text,
    reasons: [reason(certain ? 'LEAK_EXCEEDED' : 'LEAK_UNPROVEN', { ...parts, because, measured })],
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const SERIES: Readonly<Record<string, 'rssBytes' | 'openFds' | 'storeBytes'>> = {
  rss_bytes: 'rssBytes',
  open_fds: 'openFds',
  store_bytes: 'storeBytes',
};

function seriesOf({ heartbeats }: SoakReading, name: string): readonly (readonly [number, number])[] {
  const field = Object.hasOwn(SERIES, name) ? SERIES[name] : undefined;
  return heartbeats.flatMap((beat): [number, number][] => {
    const value = field === undefined ? null : beat[field];
    return value === null ? [] : [[beat.at, value]];
  });
}
