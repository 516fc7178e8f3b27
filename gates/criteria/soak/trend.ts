/** RC-P3, the leaks: what a soak holds of memory, open files and disk does not grow without end. */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import type { SoakReading } from '../../readings/soak/soak.js';
import { blockMedians, growth } from '../../stats/trend.js';
import type { CheckFinding, Reason } from '../../verdict/criterion-finding.js';
import { lengthText } from '../../verdict/figure-text.js';
import { finding, reason } from '../finding.js';
import { realSoak, type UsableSoak } from './usable-soaks.js';

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
