/**
 * What goes wrong and when, as a scenario's author says it: `every(minutes(4), kill(anyWorker, { for: 500 }), …)`,
 * `before('complete', { nth: 3 }, pause(anyWorker, { for: minutes(2) }))`.
 */
import type { Operation } from '../../gates/record/history.js';
import type { Random } from '../sim/random.js';
import { type Drawn, draw, type MaybeDrawn } from './drawn.js';
import { expectAllOf, expectLength, expectMs, expectWhole } from './expect.js';
import { type Anchor, type Harm, STRUCK_OPERATIONS, type UnnamedFault } from './plan.js';

/** What strikes, whom, and for how long. */
export interface Strike {
  readonly kind: Harm['kind'];
  readonly harm: Drawn<Harm>;
  readonly target: string;
  readonly for: MaybeDrawn<number>;
}

/** Faults of a plan, without their ids. */
export type Faults = (random: Random) => readonly UnnamedFault[];

/** Whoever makes the call the fault hangs on; at an instant, a seeded choice among the workers. */
export const anyWorker = 'any';

export interface Length {
  readonly for: MaybeDrawn<number>;
}

/** Kills the process of an actor; it comes back as a new incarnation. */
export function kill(actor: string, terms: Length): Strike {
  return plainStrike('kill', actor, terms);
}

/** Stops an actor as it stands; it goes on as if nothing had happened. */
export function pause(actor: string, terms: Length): Strike {
  return plainStrike('pause', actor, terms);
}

/** Holds the store's write lock. */
export function lockStore(terms: Length): Strike {
  return plainStrike('store-lock', 'store', terms);
}

/** A fault that has nothing to say but its kind. */
export function plainStrike(
  kind: 'kill' | 'pause' | 'store-lock' | 'store-full' | 'reply-lost',
  target: string,
  terms: Length,
): Strike {
  return { kind, harm: () => ({ kind }), target, for: terms.for };
}

/** At an instant from the start of the run. */
export function after(instant: MaybeDrawn<number>, strike: Strike): Faults {
  return (random) => [planned(strike, { at: expectMs('after', draw(instant, random)) }, random)];
}

/** Once in every interval, at a seeded instant of it. */
export function every(intervalMs: number, strike: Strike, terms: { readonly times: number }): Faults {
  return (random) => {
    expectLength('every: interval', intervalMs);
    const times = expectWhole('every: times', terms.times, 1);
    return Array.from({ length: times }, (_, nth) => {
      const at = nth * intervalMs + random.integer(Math.ceil(intervalMs));
      return planned(strike, { at }, random);
    });
  };
}

/** Just before the nth call of an operation, by anybody or by the actor the strike names. */
export function before(op: Operation, terms: { readonly nth: MaybeDrawn<number> }, strike: Strike): Faults {
  return atCall({ op, phase: 'pre', nth: terms.nth }, strike);
}

/** When the nth call of an operation has been answered and its caller does not know yet. */
export function afterCall(
  op: Operation,
  terms: { readonly nth: MaybeDrawn<number> },
  strike: Strike,
): Faults {
  return atCall({ op, phase: 'post', nth: terms.nth }, strike);
}

/**
 * In the midst of the nth call of an operation: before one of its statements (from 1; absent: the first), and at the
 * commit when it has fewer. Only a `kill` can strike there.
 */
export function during(
  op: Operation,
  terms: { readonly nth: MaybeDrawn<number>; readonly statement?: MaybeDrawn<number> },
  strike: Strike,
): Faults {
  const { nth, statement = 1 } = terms;
  const harm: Drawn<Harm> = (random) => {
    expectAllOf('during: strike', [strike.kind], ['kill']);
    return { kind: 'kill', statement: expectWhole('during: statement', draw(statement, random), 1) };
  };
  return atCall({ op, phase: 'mid', nth }, { ...strike, harm });
}

interface CallAnchor {
  readonly op: Operation;
  readonly phase: 'pre' | 'mid' | 'post';
  readonly nth: MaybeDrawn<number>;
}

const WORDS = { pre: 'before', mid: 'during', post: 'afterCall' } as const;

function atCall({ op, phase, nth }: CallAnchor, strike: Strike): Faults {
  const field = WORDS[phase];
  return (random) => {
    expectAllOf(field, [op], STRUCK_OPERATIONS);
    const anchor = { op, nth: expectWhole(`${field}: nth`, draw(nth, random), 1), phase };
    return [planned(strike, anchor, random)];
  };
}

function planned(strike: Strike, anchor: Anchor, random: Random): UnnamedFault {
  const harm = strike.harm(random);
  const forMs = expectLength(`${harm.kind}: for`, draw(strike.for, random));
  return { ...harm, target: strike.target, anchor, forMs };
}
