/**
 * The picture as plain figures: where each lane, bar, ribbon, shade, pin and time lies, in pixels. Pure; drawing it is
 * somebody else's work.
 */
import type { History } from '../../gates/record/history.js';
import { type Axis, axisOf, type Moment } from './axis.js';
import type { Cut } from './cut.js';
import { type Header, headerOf, type Placed } from './header.js';
import { type LaneBox, placedLane } from './lane-box.js';
import { stageOf } from './lanes.js';
import { pinsOf } from './pins.js';
import { spansOf } from './spans.js';
import { type Gap, gapsOf, type Tick, ticksOf } from './ticks.js';

export interface Layout extends Header {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly LaneBox[];
  readonly ticks: readonly Tick[];
  readonly gaps: readonly Gap[];
  /** Where the lanes begin and end, from the top. */
  readonly top: number;
  readonly bottom: number;
}

/** So wide that a small picture fills a page. */
const LEAST_WIDTH = 1160;
/** Room below the lanes for the times and for the lengths between them. */
const FOOT = 40;

/** Lays out a cut of a history. */
export function layoutOf(cut: Cut, history: History): Layout {
  const stage = stageOf(cut);
  const pins = pinsOf(cut, history);
  const axis = axisOf(spansOf(stage, pins, cut.marks), LEAST_WIDTH);
  const at: Placed = { axis, last: stage.last };
  const header = headerOf({ pins, marks: cut.marks, everywhere: stage.everywhere }, at);
  const lanes: LaneBox[] = [];
  let y = header.height;
  for (const lane of stage.lanes) {
    const box = placedLane({ lane, pins, tasks: cut.tasks, y }, at);
    lanes.push(box);
    y += box.height;
  }
  return {
    ...header,
    width: Math.ceil(axis.width),
    height: y + FOOT,
    lanes,
    ticks: ticksOf(axis.stops, pinned(pins, axis)),
    gaps: gapsOf(axis.stops),
    top: header.height,
    bottom: y,
  };
}

function pinned(pins: readonly { readonly at: Moment }[], axis: Axis): readonly number[] {
  return pins.map(({ at }) => axis.x(at));
}
