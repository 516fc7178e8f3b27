/** What needs room on the axis, and how much: bars with the words beside them, ribbons, runs, faults, pins, marks. */
import type { Span } from './axis.js';
import type { StruckFault } from './faults-struck.js';
import type { Lane, Stacked, Stage } from './lanes.js';
import type { Lease } from './leases.js';
import type { PhaseMark } from './phase-marks.js';
import type { Pin } from './pins.js';
import { boldWidthOf, callLabel, faultLabel, short, widthOf } from './words.js';

/** Pixels of the shortest bar, and of a pin. */
const LEAST_BAR = 8;
const PIN = 22;
/** Room between the edge of a box and its words. */
const INSET = 6;

/** The spans of a picture. */
export function spansOf(stage: Stage, pins: readonly Pin[], marks: readonly PhaseMark[]): readonly Span[] {
  return [
    ...stage.lanes.flatMap((lane) => laneSpans(lane, stage)),
    ...stage.everywhere.map((fault) => faultSpan('everywhere', fault)),
    ...pins.map(({ at }) => ({ row: 'pins', from: at, to: at, needs: PIN, least: 0 })),
    ...marks.map(({ at, says }) => ({
      row: 'marks',
      from: at,
      to: at,
      needs: boldWidthOf(says) + INSET * 2,
      least: 0,
    })),
  ];
}

/** A lease in words, and how it ended when that is not how it should. */
export function leaseLabel({ task, fence, ended }: Lease): string {
  const name = `${short(task)} #${fence}`;
  return ended === 'settled' ? name : `${name}, ${ended}`;
}

function laneSpans({ name, calls, runs, leases, faults }: Lane, { last }: Stage): readonly Span[] {
  return [
    ...calls.map((call) => ({
      row: `${name} calls`,
      from: call.begin,
      to: call.end ?? last,
      needs: boldWidthOf(callLabel(call)),
      least: LEAST_BAR,
    })),
    ...runs.map(({ begin, end }) => ({
      row: `${name} runs`,
      from: begin,
      to: end ?? last,
      needs: 0,
      least: LEAST_BAR,
    })),
    ...leases.map((lease) => leaseSpan(name, lease)),
    ...faults.map((fault) => faultSpan(name, fault)),
  ];
}

function leaseSpan(lane: string, { item, from, to, row }: Stacked<Lease>): Span {
  const least = widthOf(leaseLabel(item)) + INSET * 2;
  return { row: `${lane} lease ${row}`, from, to, needs: least, least };
}

function faultSpan(lane: string, { item, from, to, row }: Stacked<StruckFault>): Span {
  const needs = boldWidthOf(faultLabel(item)) + INSET * 2;
  return { row: `${lane} fault ${row}`, from, to, needs, least: LEAST_BAR };
}
