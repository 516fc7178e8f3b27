/**
 * The nemesis of a swarm plan: faults at calls and at instants, from a blink to far longer than a lease. Most hang on
 * calls, because those hit narrow windows and survive shrinking.
 */
import type { Operation } from '../../gates/record/history.js';
import type { Anchor, Harm, Plan, UnnamedFault } from '../scenario/plan.js';
import { type Random, randomFrom } from '../sim/random.js';
import { castOf } from '../workload/cast.js';
import type { SwarmKind } from './swarm.js';

const KINDS = ['kill', 'pause', 'store-lock', 'slow', 'clocks'] as const;
type Kind = (typeof KINDS)[number];
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
export function swarmFaults(
  plan: Plan,
  kinds: ReadonlySet<SwarmKind>,
  random: Random,
): readonly UnnamedFault[] {
  return KINDS.filter((kind) => kinds.has(kind)).flatMap((kind) => {
    const drawn = random.fork(kind);
    const count = 1 + drawn.integer(MOST_OF_A_KIND);
    return Array.from({ length: count }, () => ({
      ...harmOf(kind, plan, drawn),
      ...strikeOf(kind, plan, drawn),
    }));
  });
}

type Blow = Pick<UnnamedFault, 'target' | 'anchor' | 'forMs'>;

function strikeOf(kind: Kind, plan: Plan, random: Random): Blow {
  const anchor =
    random.next() < AT_CALLS ? callAnchor(plan, random) : { at: random.integer(spanOf(plan) + 1) };
  return { target: targetOf(kind, plan, random), anchor, forMs: lengthOf(plan, random) };
}

/** A kind draws no more than it needs, so that plans of older kinds stay what they were. */
function harmOf(kind: Kind, plan: Plan, random: Random): Harm {
  if (kind === 'slow') return { kind, times: random.pick([10, 100, 1000]) };
  return kind === 'clocks' ? clockHarm(plan, random) : { kind };
}

/**
 * Offsets of one plan are of one size: the rules of time allow for the largest, so large ones everywhere would leave
 * them nothing to say.
 */
function clockHarm({ seed, knobs: { leaseMs } }: Plan, random: Random): Harm {
  const size = randomFrom(seed).fork('clocks').pick([0.02, 0.1, 0.5, 1.5]);
  const byMs = Math.ceil(leaseMs * size * (0.5 + random.next() / 2));
  const kind = random.pick(['clock-skew', 'clock-step'] as const);
  return { kind, byMs: random.next() < 0.5 ? byMs : -byMs };
}

function callAnchor({ backend }: Plan, random: Random): Anchor {
  const nth = 1 + random.integer(random.pick([3, 10, 40]));
  return { op: random.pick(STRUCK), nth, phase: random.pick(backend === undefined ? WHOLE : TORN) };
}

/** Mostly whoever is there; else one actor, of any trade. */
function targetOf(kind: Kind, plan: Plan, random: Random): string {
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
