/**
 * The nemesis of a swarm plan: faults at calls and at instants, from a blink to far longer than a lease. Most hang on
 * calls, because those hit narrow windows and survive shrinking.
 */
import type { Operation } from '../../gates/record/history.js';
import { type Anchor, type Harm, isOfStore, type Plan, type UnnamedFault } from '../scenario/plan.js';
import { type Random, randomFrom } from '../sim/random.js';
import { castOf } from '../workload/cast.js';
import type { SwarmKind } from './swarm.js';

/** What strikes: each may be switched on or left out. */
export const STRIKING_KINDS = [
  'kill',
  'pause',
  'store-lock',
  'slow',
  'clocks',
  'store-full',
  'io-error',
  'reply-lost',
  'slow-disk',
] as const;
type Kind = (typeof STRIKING_KINDS)[number];
const STRUCK: readonly Operation[] = ['enqueue', 'claim', 'heartbeat', 'report', 'complete', 'fail', 'sweep'];
/** Part of the faults that hang on a call. */
const AT_CALLS = 0.7;
/** Where a call of many statements is struck: in its midst above all. */
const TORN = ['pre', 'mid', 'mid', 'post'] as const;
/** Where one that is a single step is: in its midst only by what strikes at a statement. */
const WHOLE = ['pre', 'post'] as const;
const WHOLE_OR_AT_A_STATEMENT = ['pre', 'mid', 'post'] as const;
/** A call makes fewer than that. */
const MOST_STATEMENTS = 9;
const MOST_OF_A_KIND = 10;
/** No fault is longer, ms. */
const LONGEST_MS = 600_000;

/** The faults of the kinds that are switched on. */
export function swarmFaults(
  plan: Plan,
  kinds: ReadonlySet<SwarmKind>,
  random: Random,
): readonly UnnamedFault[] {
  return STRIKING_KINDS.filter((kind) => kinds.has(kind)).flatMap((kind) => {
    const drawn = random.fork(kind);
    const count = 1 + drawn.integer(MOST_OF_A_KIND);
    return Array.from({ length: count }, () => faultOf(kind, plan, drawn));
  });
}

function faultOf(kind: Kind, plan: Plan, random: Random): UnnamedFault {
  const anchor =
    random.next() < AT_CALLS ? callAnchor(kind, plan, random) : { at: random.integer(spanOf(plan) + 1) };
  const harm = kind === 'kill' ? deathAt(anchor, plan, random) : harmOf(kind, plan, random);
  return { ...harm, target: targetOf(kind, plan, random), anchor, forMs: lengthOf(plan, random) };
}

/** Statement by statement, a moment within a call is enough to say. */
function deathAt(anchor: Anchor, { backend }: Plan, random: Random): Harm {
  const isWithin = 'phase' in anchor && anchor.phase === 'mid' && backend === undefined;
  return isWithin ? { kind: 'kill', statement: statementIn(random) } : { kind: 'kill' };
}

function harmOf(kind: Exclude<Kind, 'kill'>, plan: Plan, random: Random): Harm {
  switch (kind) {
    case 'slow':
      return { kind, times: random.pick([10, 100, 1000]) };
    case 'clocks':
      return clockHarm(plan, random);
    case 'io-error':
      return { kind, statement: statementIn(random) };
    case 'slow-disk':
      return { kind, commitMs: random.pick([20, 200, 2000]) };
    case 'pause':
    case 'store-lock':
    case 'store-full':
    case 'reply-lost':
      return { kind };
  }
}

function statementIn(random: Random): number {
  return 1 + random.integer(MOST_STATEMENTS);
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

function callAnchor(kind: Kind, { backend }: Plan, random: Random): Anchor {
  const nth = 1 + random.integer(random.pick([3, 10, 40]));
  const atomic = kind === 'kill' ? WHOLE_OR_AT_A_STATEMENT : WHOLE;
  return { op: random.pick(STRUCK), nth, phase: random.pick(backend === undefined ? atomic : TORN) };
}

/** Mostly whoever is there; else one actor, of any trade. */
function targetOf(kind: Kind, plan: Plan, random: Random): string {
  if (kind !== 'clocks' && isOfStore(kind)) return 'store';
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
