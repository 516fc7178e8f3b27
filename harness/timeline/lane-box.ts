/** One lane in pixels: faults on top, then the calls with their words, the runs of handlers, and the leases. */
import type { FaultKind } from '../../gates/record/history.js';
import type { Placed } from './header.js';
import { type Lane, rowsOf } from './lanes.js';
import type { LeaseEnd } from './leases.js';
import type { Pin } from './pins.js';
import { leaseLabel } from './spans.js';
import type { Ending } from './timed-calls.js';
import { callLabel, faultLabel } from './words.js';

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly ending: Ending;
  readonly label: string;
  /** Line of its begin. */
  readonly line: number;
  /** Whether a pin stands on it. */
  readonly pinned: 'pinned' | 'plain';
}

/** A strip in the colour of its task. */
export interface Strip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Position of its task among those of the picture. */
  readonly hue: number;
}

export interface Ribbon extends Strip {
  readonly label: string;
  readonly ended: LeaseEnd;
}

export interface FaultBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly kind: FaultKind;
  readonly says: string;
}

export interface LaneBox {
  readonly name: string;
  readonly y: number;
  readonly height: number;
  /** Baseline of the words beside the bars, and top of the bars. */
  readonly labelY: number;
  readonly barY: number;
  readonly bars: readonly Bar[];
  readonly runs: readonly Strip[];
  readonly ribbons: readonly Ribbon[];
  readonly faults: readonly FaultBox[];
}

/** Heights in pixels. */
export const BAR = 12;
export const RIBBON = 17;
const PAD = 8;
const FAULT_ROW = 17;
const LABEL = 14;
const RUN_ROW = 8;
const RIBBON_ROW = RIBBON + 4;

export interface LaneTerms {
  readonly lane: Lane;
  readonly pins: readonly Pin[];
  /** The tasks of the picture; their order gives the hues. */
  readonly tasks: readonly string[];
  readonly y: number;
}

/** Places a lane at `y`. */
export function placedLane({ lane, pins, tasks, y }: LaneTerms, { axis, last }: Placed): LaneBox {
  const callsTop = y + PAD + rowsOf(lane.faults) * FAULT_ROW;
  const barY = callsTop + LABEL;
  const runY = barY + BAR + 3;
  const ribbonsTop = runY + (lane.runs.length > 0 ? RUN_ROW : 2);
  const pinnedCalls = new Set(pins.map(({ call }) => call));
  const between = (from: Parameters<typeof axis.x>[0], to: Parameters<typeof axis.x>[0]) => ({
    x: axis.x(from),
    width: axis.x(to) - axis.x(from),
  });
  return {
    name: lane.name,
    y,
    height: ribbonsTop + rowsOf(lane.leases) * RIBBON_ROW + PAD - y,
    labelY: callsTop + LABEL - 4,
    barY,
    bars: lane.calls.map((call) => ({
      ...between(call.begin, call.end ?? last),
      ending: call.ending,
      label: callLabel(call),
      line: call.begin.line,
      pinned: pinnedCalls.has(call.begin.line) ? 'pinned' : 'plain',
    })),
    runs: lane.runs.map(({ begin, end, task }) => ({
      ...between(begin, end ?? last),
      y: runY,
      hue: tasks.indexOf(task),
    })),
    ribbons: lane.leases.map(({ item, from, to, row }) => ({
      ...between(from, to),
      y: ribbonsTop + row * RIBBON_ROW,
      hue: tasks.indexOf(item.task),
      label: leaseLabel(item),
      ended: item.ended,
    })),
    faults: lane.faults.map(({ item, from, to, row }) => ({
      ...between(from, to),
      y: y + PAD / 2 + row * FAULT_ROW,
      kind: item.kind,
      says: faultLabel(item),
    })),
  };
}
