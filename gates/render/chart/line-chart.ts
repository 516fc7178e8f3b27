/**
 * One quantity of a soak run over time, as SVG text: lines from zero, fault windows shaded, the limit when there
 * is one, and a hatched watermark when the time was not real. Draws what it is given; measures nothing.
 */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Point } from '../../stats/downsample.js';
import { axisUnit, number } from '../figures.js';
import { element, type Markup } from '../markup.js';
import { type FaultWindow, faultBands } from './fault-bands.js';
import { stretches } from './stretches.js';
import { drawing, label } from './svg.js';
import { timeMarks } from './time-axis.js';

export interface LineChart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly endMs: number;
  readonly lines: readonly { readonly label: string; readonly points: readonly Point[] }[];
  readonly limit: { readonly label: string; readonly value: number } | null;
  readonly faults: readonly FaultWindow[];
  /** Printed across the picture when the run was not in real time. */
  readonly watermark: string | null;
}

const WIDTH = 480;
const HEIGHT = 210;
const PLOT = { left: 54, right: 470, top: 12, bottom: 180 };

/** The chart as one `<svg>`. */
export function lineChart(chart: LineChart): Markup {
  const scales = scalesOf(chart);
  const about = {
    ...chart,
    className: 'chart',
    width: WIDTH,
    height: HEIGHT,
  };
  return drawing(about, [
    ...bands(chart, scales),
    ...grid(chart, scales),
    ...watermark(chart.watermark),
    ...limit(chart, scales),
    ...chart.lines.map((one, index) => path(one.points, index, scales)),
  ]);
}

interface Scales {
  readonly x: (ms: number) => number;
  readonly y: (value: number) => number;
  readonly marks: readonly number[];
  readonly divisor: number;
}

function scalesOf(chart: LineChart): Scales {
  const values = chart.lines.flatMap(({ points }) => points.map(([, value]) => value));
  const highest = Math.max(chart.limit?.value ?? 0, ...values) || 1;
  const { divisor } = axisUnit(chart.unit, highest);
  const y = scaleLinear([0, (highest * 1.05) / divisor], [PLOT.bottom, PLOT.top]).nice(4);
  const x = scaleLinear([0, chart.endMs || 1], [PLOT.left, PLOT.right]);
  return { x, y: (value) => y(value / divisor), marks: y.ticks(4), divisor };
}

function bands({ faults }: LineChart, { x }: Scales): readonly Markup[] {
  const drawn = faultBands(faults, x).map(
    ([from, to]) => `M${from.toFixed(1)} ${PLOT.top}H${to.toFixed(1)}V${PLOT.bottom}H${from.toFixed(1)}Z`,
  );
  return drawn.length === 0 ? [] : [element('path', { class: 'fault', d: drawn.join('') })];
}

function grid({ endMs }: LineChart, { x, y, marks, divisor }: Scales): readonly Markup[] {
  const rows = marks.flatMap((mark) => {
    const at = y(mark * divisor);
    return [
      element('path', {
        class: mark === 0 ? 'base' : 'grid',
        d: `M${PLOT.left} ${at.toFixed(1)}H${PLOT.right}`,
      }),
      label(number(mark), { x: PLOT.left - 8, y: at + 4, 'text-anchor': 'end' }),
    ];
  });
  const columns = timeMarks(endMs).map(([at, words]) =>
    label(words, { x: x(at), y: PLOT.bottom + 20, 'text-anchor': at === endMs ? 'end' : 'middle' }),
  );
  return [...rows, ...columns];
}

function watermark(words: string | null): readonly Markup[] {
  if (words === null) return [];
  const { left, right, top, bottom } = PLOT;
  return [
    element('rect', { class: 'hatched', x: left, y: top, width: right - left, height: bottom - top }),
    label(words, {
      class: 'watermark',
      x: (left + right) / 2,
      y: (top + bottom) / 2 + 8,
      'text-anchor': 'middle',
    }),
  ];
}

function limit(chart: LineChart, { y }: Scales): readonly Markup[] {
  if (chart.limit === null) return [];
  const at = y(chart.limit.value);
  return [
    element('path', { class: 'limit', d: `M${PLOT.left} ${at.toFixed(1)}H${PLOT.right}` }),
    label(chart.limit.label, { class: 'limit-label', x: PLOT.right - 4, y: at - 5, 'text-anchor': 'end' }),
  ];
}

function path(points: readonly Point[], index: number, { x, y }: Scales): Markup {
  const draw = line<Point>(
    ([at]) => tenth(x(at)),
    ([, value]) => tenth(y(value)),
  );
  const drawn = stretches(points).map((stretch) => draw(stretch) ?? '');
  return element('path', { class: `line line-${index % 4}`, d: drawn.join('') });
}

/** A tenth of a unit is below what an eye sees, and keeps the page small. */
function tenth(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
