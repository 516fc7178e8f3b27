/**
 * The nemesis of a swarm plan: faults at calls and at instants, from a blink to far longer than a lease. Most hang on
 * calls, because those hit narrow windows and survive shrinking.
 */
import type { Operation } from '../../gates/record/history.js';
import type { Anchor, Plan, PlannedFault } from '../scenario/plan.js';
import type { Random } from '../sim/random.js';
import { castOf } from '../workload/cast.js';
import type { SwarmKind } from './swarm.js';

type Unnamed = Omit<PlannedFault, 'id'>;

const KINDS = ['kill', 'pause', 'store-lock'] as const;
const STRUCK: readonly Operation[] = ['enqueue', 'claim', 'heartbeat', 'report', 'complete', 'fail', 'sweep'];
/** Part of the faults that hang on a call. */
const AT_CALLS = 0.7;
/** Where a call that is one step can be struck, and one of many statements, in its middle above all. */
const WHOLE = ['pre', 'post'] as const;
const TORN = ['pre', 'mid', 'mid', 'post'] as const;
const MOST_OF_A_KIND = 10;
/** No fault is longer, ms. */
const LONGEST_MS = 600_000;

/** The faults of the kinds that are switched on. */
export function swarmFaults(plan: Plan, kinds: ReadonlySet<SwarmKind>, random: Random): readonly Unnamed[] {
  return KINDS.filter((kind) => kinds.has(kind)).flatMap((kind) => {
    const drawn = random.fork(kind);
    const count = 1 + drawn.integer(MOST_OF_A_KIND);
    return Array.from({ length: count }, () => faultOf(kind, plan, drawn));
  });
}

function faultOf(kind: (typeof KINDS)[number], plan: Plan, random: Random): Unnamed {
  const anchor =
    random.next() < AT_CALLS ? callAnchor(plan, random) : { at: random.integer(spanOf(plan) + 1) };
  return { kind, target: targetOf(kind, plan, random), anchor, forMs: lengthOf(plan, random) };
}

function callAnchor({ backend }: Plan, random: Random): Anchor {
  const nth = 1 + random.integer(random.pick([3, 10, 40]));
  return { op: random.pick(STRUCK), nth, phase: random.pick(backend === undefined ? WHOLE : TORN) };
}

/** Mostly whoever is there; else one actor, of any trade. */
function targetOf(kind: (typeof KINDS)[number], plan: Plan, random: Random): string {
  if (kind === 'store-lock') return 'store';
  return random.next() < 0.7 ? 'any' : random.pick(Object.values(castOf(plan.actors)).flat());
}

/** A blink, a second, or a part or a multiple of the lease. */
function lengthOf({ knobs }: Plan, random: Random): number {
  const { leaseMs } = knobs;
  const about = random.pick([20, 1000, leaseMs / 2, leaseMs * 1.5, leaseMs * 3]);
  return Math.max(1, Math.min(LONGEST_MS, Math.round(about * (0.5 + random.next()))));
}

/** How long the work of a plan lasts at least, ms. */
function spanOf({ tasks, knobs }: Plan): number {
  return tasks.reduce((latest, { at }) => Math.max(latest, at), 0) + 3 * knobs.leaseMs;
}
