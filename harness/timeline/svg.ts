/** From a layout to SVG: the lanes with all that lies in them. Colours are names of classes; the page gives them. */
import { BAR, type Bar, type LaneBox, RIBBON, type Ribbon, type Strip } from './lane-box.js';
import type { Layout } from './layout.js';
import { element, type Markup, text } from './markup.js';
import { shade } from './shade.js';
import { svgFoot, svgHeader, svgPins } from './svg-frame.js';
import { boldWidthOf } from './words.js';

/** How many hues there are for tasks. */
const HUES = 4;
/** Room between the edge of a box and its words. */
const INSET = 6;
const NAME_X = 14;

/** The picture. `named` is its description for those who do not see it. */
export function svgOf(layout: Layout, named: string): Markup {
  const { width, height, lanes } = layout;
  return element(
    'svg',
    { class: 'plot', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': named },
    [
      ...lanes.map((lane, position) => ground(lane, { width, position })),
      ...svgHeader(layout),
      ...lanes.flatMap(laneFaults),
      ...svgFoot(layout),
      ...lanes.flatMap(laneContent),
      ...svgPins(layout),
    ],
  );
}

export interface NamesTerms {
  /** What the pins beside it stand for. */
  readonly invariant: string;
  /** Pixels. */
  readonly width: number;
}

/** The names of the lanes, to stand still beside the picture. */
export function namesSvg({ lanes, height }: Layout, { invariant, width }: NamesTerms): Markup {
  return element(
    'svg',
    { class: 'names', width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    [
      element('text', { class: 'pinned-by', x: NAME_X, y: 21 }, [text(invariant)]),
      ...lanes.flatMap((lane, position) => [ground(lane, { width, position }), ...nameOf(lane)]),
    ],
  );
}

function nameOf({ name, barY }: LaneBox): readonly Markup[] {
  const y = barY + BAR - 2;
  return [
    element('text', { class: 'name', x: NAME_X, y }, [text(name)]),
    element('text', { class: 'kind', x: NAME_X + boldWidthOf(name) + INSET * 2, y }, [text(kindOf(name))]),
  ];
}

function ground(lane: LaneBox, { width, position }: { width: number; position: number }): Markup {
  const { y, height } = lane;
  return element('rect', { class: position % 2 === 0 ? 'lane even' : 'lane odd', x: 0, y, width, height });
}

function kindOf(name: string): string {
  const kinds: Readonly<Record<string, string>> = {
    s: 'submitter',
    w: 'worker',
    d: 'watchdog',
    o: 'operator',
  };
  return kinds[name.charAt(0)] ?? '';
}

function laneFaults({ y, height, faults }: LaneBox): readonly Markup[] {
  return faults.flatMap((fault) => [
    shade(fault, { y, height }),
    element('text', { class: 'fault-name', x: fault.x + INSET, y: fault.y + 12 }, [text(fault.says)]),
  ]);
}

function laneContent(lane: LaneBox): readonly Markup[] {
  return [...lane.ribbons.map(ribbon), ...lane.runs.map(run), ...lane.bars.flatMap((bar) => call(bar, lane))];
}

function ribbon({ x, y, width, hue, label, ended }: Ribbon): Markup {
  const look = ended === 'ran out' ? 'ribbon ran-out' : 'ribbon';
  return element('g', { class: `${look} ${hueClass(hue)}` }, [
    element('rect', { x, y, width, height: RIBBON, rx: 3 }),
    element('path', { d: `M${tenth(x + width)} ${tenth(y)}v${RIBBON}` }),
    element('text', { x: x + INSET, y: y + 12.5 }, [text(label)]),
  ]);
}

function run({ x, y, width, hue }: Strip): Markup {
  return element('rect', { class: `run ${hueClass(hue)}`, x, y, width, height: 3, rx: 1.5 });
}

function call({ x, width, ending, label, pinned }: Bar, { barY, labelY }: LaneBox): readonly Markup[] {
  const box = { y: barY, height: BAR, rx: 2.5 };
  const outline = { class: 'outline', x: x - 3, y: barY - 3, width: width + 6, height: BAR + 6, rx: 5 };
  return [
    ...(pinned === 'pinned' ? [element('rect', outline)] : []),
    element('rect', { class: `call ${ending}`, x, width, ...box }, [element('title', {}, [text(label)])]),
    element('text', { class: `label ${ending} ${pinned}`, x, y: labelY }, [text(label)]),
  ];
}

function hueClass(hue: number): string {
  return `hue-${Math.max(0, hue) % HUES}`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
