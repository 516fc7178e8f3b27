/** Which calls of a large run are shown: those that explain the witness, the most telling first. */

import { nameOf } from '../history/ops.js';
import type { Distance } from './distance.js';
import { nearest } from './distance.js';
import type { Lease } from './leases.js';
import type { TimedCall } from './timed-calls.js';

/** A picture of more calls is no picture any more. */
const MOST_CALLS = 36;
/** Calls beside those of the accused tasks: what overlaps the witness, or comes just before or after it. */
const MOST_BESIDE = 10;

export interface Candidates {
  readonly all: readonly TimedCall[];
  readonly accused: readonly TimedCall[];
  readonly story: readonly TimedCall[];
  /** Those of the accused tasks. */
  readonly leases: readonly Lease[];
  readonly distance: Distance;
}

/** The witness, then what changed its tasks, then what went on beside it, then the heartbeats: the nearest first. */
export function chosen({ all, accused, story, leases, distance }: Candidates): readonly TimedCall[] {
  const near = nearest(distance);
  const turns = story.filter((call) => !isRoutine(call)).sort(near);
  const beside = [...besides(all, accused)].sort(near);
  const context = [
    ...watches(leases, all),
    ...(accused.length > 0 ? beside : [...all].sort(near)).slice(0, MOST_BESIDE),
  ];
  const routine = story.filter(isRoutine).sort(near);
  const picked = new Set([...accused, ...turns, ...context, ...routine].slice(0, MOST_CALLS));
  return all.filter((call) => picked.has(call));
}

/** What overlaps a call of the witness, and what its actor did just before and after. */
function besides(all: readonly TimedCall[], accused: readonly TimedCall[]): ReadonlySet<TimedCall> {
  const found = new Set<TimedCall>();
  for (const one of accused) {
    const own = all.filter(({ actor }) => nameOf(actor) === nameOf(one.actor));
    const at = own.indexOf(one);
    for (const neighbour of [own[at - 1], own[at + 1]]) if (neighbour) found.add(neighbour);
    for (const other of all) if (overlaps(one, other)) found.add(other);
  }
  return found;
}

function overlaps(one: TimedCall, other: TimedCall): boolean {
  if (one.end === null || other.end === null) return false;
  return other.begin.line < one.end.line && one.begin.line < other.end.line;
}

/** A heartbeat or a report that was let through changes nothing that a person looks for. */
function isRoutine({ call, ending, value }: TimedCall): boolean {
  if (ending !== 'ok') return false;
  return (
    call.op === 'heartbeat' || (call.op === 'report' && (value as { action: string }).action !== 'BLOCK')
  );
}

/** The first sweep after each lease that ran out: it took the task back, or should have. */
function watches(leases: readonly Lease[], all: readonly TimedCall[]): readonly TimedCall[] {
  return leases.flatMap(({ ended, until }) => {
    if (ended !== 'ran out') return [];
    return all.find(({ call, begin }) => call.op === 'sweep' && begin.at >= until.at) ?? [];
  });
}
