/** Who stands in the picture, in which order, and what lies in each lane. What overlaps gets rows of its own. */

import type { HandlerRun } from '../history/handler-runs.js';
import { nameOf } from '../history/ops.js';
import { isOfStore } from '../scenario/plan.js';
import type { Moment } from './axis.js';
import type { Cut } from './cut.js';
import type { StruckFault } from './faults-struck.js';
import type { Lease } from './leases.js';
import { type TimedCall, tasksOf } from './timed-calls.js';

/** Something with a begin and an end, in its row of several. */
export interface Stacked<Item> {
  readonly item: Item;
  readonly from: Moment;
  readonly to: Moment;
  /** From 0. */
  readonly row: number;
}

export interface Lane {
  readonly name: string;
  readonly calls: readonly TimedCall[];
  readonly runs: readonly HandlerRun[];
  readonly leases: readonly Stacked<Lease>[];
  readonly faults: readonly Stacked<StruckFault>[];
}

export interface Stage {
  readonly lanes: readonly Lane[];
  /** Faults of no one actor: they lie across all lanes. */
  readonly everywhere: readonly Stacked<StruckFault>[];
  /** The latest moment shown: where what has no end is cut off. */
  readonly last: Moment;
}

/** Kinds of actors by the letter their names begin with, from top to bottom. */
const ORDER = 'sowdp';

/** The lanes of a cut. */
export function stageOf(cut: Cut): Stage {
  const last = latest(cut);
  const names = [...new Set(cut.calls.map(({ actor }) => nameOf(actor)))].sort(byKindThenNumber);
  const faultTo = (fault: StruckFault): Moment => fault.end ?? last;
  const struckAt = new Map(cut.faults.map((fault) => [fault, laneStruck(fault, cut, names)]));
  return {
    lanes: names.map((name) => ({
      name,
      calls: cut.calls.filter(({ actor }) => nameOf(actor) === name),
      runs: cut.runs.filter(({ actor }) => nameOf(actor) === name),
      leases: stacked(
        cut.leases.filter(({ lane }) => lane === name),
        (lease) => ({ from: lease.from, to: lease.until }),
      ),
      faults: stacked(
        cut.faults.filter((fault) => struckAt.get(fault) === name),
        (fault) => ({ from: fault.begin, to: faultTo(fault) }),
      ),
    })),
    everywhere: stacked(
      cut.faults.filter((fault) => struckAt.get(fault) === null),
      (fault) => ({ from: fault.begin, to: faultTo(fault) }),
    ),
    last,
  };
}

/** The lane a fault lies in: its actor's, or that of the call about its task it came with; null for all lanes. */
function laneStruck({ kind, target, begin }: StruckFault, cut: Cut, names: readonly string[]): string | null {
  if (isOfStore(kind)) return null;
  if (names.includes(target)) return target;
  const before = cut.calls.filter(
    (call) => tasksOf(call).includes(target) && (call.end?.line ?? Infinity) < begin.line,
  );
  const latestCall = before.toSorted((a, b) => (a.end?.line ?? 0) - (b.end?.line ?? 0)).at(-1);
  return latestCall ? nameOf(latestCall.actor) : null;
}

/** How many rows a stack has. */
export function rowsOf(stack: readonly Stacked<unknown>[]): number {
  return stack.reduce((most, { row }) => Math.max(most, row + 1), 0);
}

function stacked<Item>(
  items: readonly Item[],
  extent: (item: Item) => { readonly from: Moment; readonly to: Moment },
): readonly Stacked<Item>[] {
  const ends: Moment[] = [];
  const extended = items.map((item) => ({ item, ...extent(item) })).sort((a, b) => compare(a.from, b.from));
  return extended.map(({ item, from, to }) => {
    const free = ends.findIndex((end) => compare(end, from) <= 0);
    const row = free < 0 ? ends.length : free;
    ends[row] = to;
    return { item, from, to, row };
  });
}

/** By instant, then by line; what time alone makes happen comes after the lines of its instant. */
function compare(a: Moment, b: Moment): number {
  return a.at - b.at || (a.line ?? Infinity) - (b.line ?? Infinity) || 0;
}

function latest({ calls, runs, leases, faults, marks }: Cut): Moment {
  const moments: Moment[] = [
    ...[...calls, ...runs, ...faults].flatMap(({ begin, end }) => [begin, ...(end ? [end] : [])]),
    ...leases.map(({ until }) => until),
    ...marks.map(({ at }) => at),
  ];
  return moments.reduce((late, moment) => (compare(moment, late) > 0 ? moment : late), { line: 0, at: 0 });
}

function byKindThenNumber(a: string, b: string): number {
  const kind = (name: string) => (ORDER.indexOf(name.charAt(0)) + ORDER.length) % ORDER.length;
  return kind(a) - kind(b) || a.localeCompare(b, 'en', { numeric: true });
}
