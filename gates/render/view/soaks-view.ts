/**
 * Soak runs: objectives against limits, and one chart a quantity. Series whose ids share the part before the first
 * `.`, `-` or `_` and the unit are drawn together, so that `latency.p50` and `latency.p95` share an axis.
 */
import { extent, group } from 'd3-array';
import type { SoakFinding } from '../../verdict/evidence-findings.js';
import type { Verdict } from '../../verdict/verdict.js';
import { faultCounts } from '../chart/fault-bands.js';
import type { LineChart } from '../chart/line-chart.js';
import { axisUnit, counted, duration, measure, number } from '../figures.js';
import { lookOfOutcome } from '../status-look.js';
import { evidenceOf, recordCitation } from './citation.js';
import { seriesTable } from './series-table.js';
import { credited } from './soak-progress.js';
import { timeModeView } from './time-mode.js';

/** Comparisons as they are written by hand. */
const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '==': '=' };

type Series = SoakFinding['series'][number];

export function soaksView(verdict: Verdict) {
  return verdict.soaks.map((soak, index) => {
    const faults = faultCounts(soak.faults);
    return {
      name: soak.name,
      mode: timeModeView(soak.mode),
      credited: credited(soak.creditedMs, soak.neededMs),
      arrivals: `${number(soak.arrivals.actual)} of ${number(soak.arrivals.planned)} planned`,
      aborts: counted(soak.abortEpisodes, 'episode'),
      faults: faults.map(([kind, times]) => `${number(times)} ${kind}`).join(', ') || 'none recorded',
      record: recordCitation(
        evidenceOf(verdict, { kinds: ['soak-segment', 'soak-sim'], name: soak.name, mode: soak.mode }),
      ),
      slis: soak.slis.map(sliView),
      charts: chartsOf(soak, `soak-${index + 1}`),
    };
  });
}

function sliView(sli: SoakFinding['slis'][number]) {
  return {
    label: sli.label,
    look: lookOfOutcome(sli.met),
    value: sli.value === null ? 'no data' : measure(sli.value, sli.unit),
    limit: `${SIGNS[sli.op] ?? sli.op} ${measure(sli.limit, sli.unit)}`,
    samples: number(sli.samples),
  };
}

function chartsOf(soak: SoakFinding, id: string) {
  const endMs = Math.max(0, ...soak.series.flatMap(({ points }) => points.map(([at]) => at)));
  const together = group(soak.series, ({ id: name, unit }) => `${family(name)} ${unit}`);
  return [...together.values()].map((series, index) =>
    chartView({ soak, series, endMs, id: `${id}-chart-${index + 1}` }),
  );
}

function family(id: string): string {
  return id.split(/[._-]/, 1)[0] ?? id;
}

interface ChartParts {
  readonly soak: SoakFinding;
  readonly series: readonly Series[];
  readonly endMs: number;
  readonly id: string;
}

function chartView({ soak, series, endMs, id }: ChartParts) {
  const unit = series[0]?.unit ?? '';
  const limit = limitOf(soak, series);
  const values = series.flatMap(({ points }) => points.map(([, value]) => value));
  const axis = axisUnit(unit, Math.max(limit?.value ?? 0, ...values));
  const { watermark } = timeModeView(soak.mode);
  const chart: LineChart = {
    id,
    title: [titleOf(series), soak.name, watermark].filter((part) => part !== null).join(', '),
    description: series.map((one) => described(one, endMs)).join(' '),
    unit,
    endMs,
    lines: series,
    limit,
    faults: soak.faults,
    watermark,
  };
  return {
    title: titleOf(series),
    axis: axis.unit,
    legend: series.map(({ label }, index) => ({ label, line: index % 4 })),
    chart,
    table: seriesTable(series, { endMs, axis }),
  };
}

/** The label of a single series, or what the labels of several have in common. */
function titleOf(series: readonly Series[]): string {
  const [first = '', ...others] = series.map(({ label }) => label);
  const words = first.split(' ');
  const common = words.filter((word, index) => others.every((label) => label.split(' ')[index] === word));
  const title = others.length === 0 ? first : common.join(' ');
  return title === '' ? family(series[0]?.id ?? '') : title;
}

function described({ label, unit, points }: Series, endMs: number): string {
  const [lowest, highest] = extent(points, ([, value]) => value);
  const last = points.at(-1);
  if (lowest === undefined || highest === undefined || last === undefined) return `${label}: no points.`;
  const words = [lowest, highest, last[1]].map((value) => measure(value, unit));
  return `${label}: lowest ${words[0]}, highest ${words[1]}, last ${words[2]}, over ${duration(endMs)}.`;
}

/** The limit of the objective that measures the very series drawn, when its id and unit say so. */
function limitOf(soak: SoakFinding, series: readonly Series[]): LineChart['limit'] {
  const sli = soak.slis.find(({ id, unit }) => series.some((one) => one.id === id && one.unit === unit));
  return sli === undefined ? null : { label: `limit ${measure(sli.limit, sli.unit)}`, value: sli.limit };
}
