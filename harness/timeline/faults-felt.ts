/** Which faults belong into a picture: those that struck while something in it was going on where they struck. */
import type { History } from '../../gates/record/history.js';
import { nameOf } from '../history/ops.js';
import { isOfStore } from '../scenario/plan.js';
import { faultsStruck, type StruckFault } from './faults-struck.js';
import type { Lease } from './leases.js';
import type { TimedCall } from './timed-calls.js';

export interface Scene {
  readonly calls: readonly TimedCall[];
  readonly leases: readonly Lease[];
  readonly tasks: readonly string[];
}

/** A stretch of time in a lane, ms from the start of the run. */
interface Doing {
  readonly lane: string;
  readonly from: number;
  readonly until: number;
}

/** Faults of an actor while it made a call or held a lease, of the store during a call, and of the tasks. */
export function faultsFelt({ calls, leases, tasks }: Scene, history: History): readonly StruckFault[] {
  const calling = calls.map(({ actor, begin, end }) => ({
    lane: nameOf(actor),
    from: begin.at,
    until: end?.at ?? Infinity,
  }));
  const holding = leases.map(({ lane, from, until }) => ({ lane, from: from.at, until: until.at }));
  const lines = calls.flatMap(({ begin, end }) => [begin.line, ...(end ? [end.line] : [])]);
  const window = { first: Math.min(...lines), last: Math.max(...lines) };
  return faultsStruck(history).filter((fault) => {
    if (isOfStore(fault.kind)) return calling.some((doing) => meets(fault, doing));
    if (!tasks.includes(fault.target)) return isFeltBy(fault, [...calling, ...holding]);
    return fault.begin.line >= window.first && fault.begin.line <= window.last + NEXT_LINES;
  });
}

/** A fault of a task is written down just after the call it lies in. */
const NEXT_LINES = 2;

function isFeltBy(fault: StruckFault, doings: readonly Doing[]): boolean {
  return doings.some((doing) => doing.lane === fault.target && meets(fault, doing));
}

function meets({ begin, end }: StruckFault, { from, until }: Doing): boolean {
  return begin.at <= until && (end?.at ?? Infinity) >= from;
}
