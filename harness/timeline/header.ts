/** What lies above the lanes: the pins of the witness, the phases of the run, and faults that hit everybody. */
import type { Axis, Moment } from './axis.js';
import type { StruckFault } from './faults-struck.js';
import type { FaultBox } from './lane-box.js';
import { rowsOf, type Stacked } from './lanes.js';
import type { PhaseMark } from './phase-marks.js';
import type { Pin } from './pins.js';
import { faultLabel } from './words.js';

/** The axis, and the moment at which what has no end is cut off. */
export interface Placed {
  readonly axis: Axis;
  readonly last: Moment;
}

export interface PinBox extends Pin {
  readonly x: number;
  readonly y: number;
}

export interface MarkBox {
  readonly x: number;
  readonly y: number;
  readonly says: string;
}

export interface Header {
  readonly pins: readonly PinBox[];
  readonly marks: readonly MarkBox[];
  /** Faults across all lanes; `y` is that of their names. */
  readonly everywhere: readonly FaultBox[];
  /** Of the header alone. */
  readonly height: number;
}

export interface HeaderParts {
  readonly pins: readonly Pin[];
  readonly marks: readonly PhaseMark[];
  readonly everywhere: readonly Stacked<StruckFault>[];
}

const PINS = 34;
const ROW = 18;

/** Places the header; what is not there takes no room. */
export function headerOf({ pins, marks, everywhere }: HeaderParts, { axis }: Placed): Header {
  const marksTop = PINS;
  const faultsTop = marksTop + (marks.length > 0 ? ROW : 0);
  return {
    pins: pins.map((pin) => ({ ...pin, x: axis.x(pin.at), y: PINS / 2 })),
    marks: marks.map(({ at, says }) => ({ x: axis.x(at), y: marksTop, says })),
    everywhere: everywhere.map(({ item, from, to, row }) => ({
      x: axis.x(from),
      y: faultsTop + row * ROW,
      width: axis.x(to) - axis.x(from),
      kind: item.kind,
      says: faultLabel(item),
    })),
    height: faultsTop + rowsOf(everywhere) * ROW + 6,
  };
}
