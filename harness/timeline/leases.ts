/**
 * How long each lease of a task lasted, as its holder could know: from the answer to the claim until it was settled,
 * taken away, or ran out. A lease that two claims share is told for each of them.
 */
import type { ClaimAnswer, History } from '../../gates/record/history.js';
import { nameOf } from '../history/ops.js';
import { type Point, type TimedCall, tasksOf } from './timed-calls.js';

/** What ended a lease; `end of the run`: nothing did. */
export type LeaseEnd = 'settled' | 'swept' | 'operated on' | 'ran out' | 'end of the run';

export interface Lease {
  readonly task: string;
  readonly fence: number;
  /** Who was given it, without incarnation. */
  readonly lane: string;
  readonly from: Point;
  /** `line` is null when time alone ended it. */
  readonly until: { readonly line: number | null; readonly at: number };
  readonly ended: LeaseEnd;
}

/** The leases of one task, in order of their claims. */
export function leasesOf(task: string, history: History, calls: readonly TimedCall[]): readonly Lease[] {
  const own = calls.filter((call) => tasksOf(call).includes(task));
  const lastAt = history.ops.at(-1)?.at ?? 0;
  return own.flatMap((claim) => {
    if (claim.call.op !== 'claim' || claim.end === null) return [];
    const { fence, leaseUntil } = claim.value as ClaimAnswer;
    const held = { task, fence, lane: nameOf(claim.actor), from: claim.end };
    const later = own.filter(({ end }) => end !== null && end.line > held.from.line);
    const { startedAt } = history.header;
    const promised = Math.max(leaseUntil, ...later.map((call) => prolonged(call, held))) - startedAt;
    return [{ ...held, ...endOf({ held, later, promised, lastAt }) }];
  });
}

type Held = Pick<Lease, 'task' | 'fence' | 'lane' | 'from'>;

interface Life {
  readonly held: Held;
  readonly later: readonly TimedCall[];
  /** The instant until which the system promised it. */
  readonly promised: number;
  /** The instant of the last line. */
  readonly lastAt: number;
}

function endOf({ held, later, promised, lastAt }: Life): Pick<Lease, 'until' | 'ended'> {
  for (const call of later) {
    const ended = endedBy(call, held);
    if (ended === null || call.end === null || call.end.at > promised) continue;
    return { until: call.end, ended };
  }
  if (promised <= lastAt) return { until: { line: null, at: promised }, ended: 'ran out' };
  return { until: { line: null, at: lastAt }, ended: 'end of the run' };
}

function endedBy(call: TimedCall, held: Held): LeaseEnd | null {
  if (call.ending !== 'ok') return null;
  const { op } = call.call;
  if (op === 'sweep') return 'swept';
  if (op === 'cancel' || op === 'replan' || op === 'retry') return 'operated on';
  if (!isBy(call, held)) return null;
  if (op === 'report') return (call.value as { action: string }).action === 'BLOCK' ? 'settled' : null;
  return op === 'complete' || op === 'fail' ? 'settled' : null;
}

/** The promise of a heartbeat, ms since the epoch; none is no promise. */
function prolonged(call: TimedCall, held: Held): number {
  if (call.call.op !== 'heartbeat' || call.ending !== 'ok' || !isBy(call, held)) return -Infinity;
  return (call.value as { leaseUntil: number }).leaseUntil;
}

function isBy({ call, actor }: TimedCall, held: Held): boolean {
  return 'fence' in call.args && call.args.fence === held.fence && nameOf(actor) === held.lane;
}
