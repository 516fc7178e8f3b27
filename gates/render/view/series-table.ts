/**
 * The figures of a chart as a table: a couple of dozen spans of time with the lowest and highest value in each, so
 * that a spike a picture shows can also be read.
 */
import { extent, group } from 'd3-array';
import type { Point } from '../../stats/downsample.js';
import { duration, number } from '../figures.js';

const ROWS = 24;

interface Axis {
  readonly divisor: number;
  readonly unit: string;
}

export function seriesTable(
  series: readonly { readonly label: string; readonly points: readonly Point[] }[],
  { endMs, axis }: { readonly endMs: number; readonly axis: Axis },
) {
  const stepMs = Math.max(1, Math.ceil((endMs + 1) / ROWS));
  const spans = Array.from({ length: Math.ceil((endMs + 1) / stepMs) }, (_, index) => index);
  const columns = series.map(({ points }) => group(points, ([at]) => Math.floor(at / stepMs)));
  return {
    heads: series.map(({ label }) => `${label}, ${axis.unit}`),
    rows: spans.map((span) => ({
      from: duration(span * stepMs),
      cells: columns.map((spansOf) => lowToHigh(spansOf.get(span) ?? [], axis)),
    })),
  };
}

function lowToHigh(points: readonly Point[], { divisor }: Axis): string {
  const [lowest, highest] = extent(points, ([, value]) => value / divisor);
  if (lowest === undefined || highest === undefined) return '–';
  return lowest === highest ? number(lowest) : `${number(lowest)} – ${number(highest)}`;
}
