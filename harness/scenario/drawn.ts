/**
 * Values a plan draws from its seed: one value always, one of several, or a whole number between two. Lengths are
 * in milliseconds and written with their unit, so that a scenario reads `between(seconds(2), minutes(1))`.
 * What means nothing is refused when it is drawn, and thus by the scenario it is part of, which names itself.
 */
import type { Random } from '../sim/random.js';
import { expectSome, expectWhole, ScenarioError } from './expect.js';

/** A value drawn anew each time it is needed. */
export type Drawn<Value> = (random: Random) => Value;

export function seconds(count: number): number {
  return count * 1000;
}

export function minutes(count: number): number {
  return count * 60_000;
}

/** A part of a whole, 0 to 1. */
export function share(part: number): number {
  return part;
}

/** The same value every time. */
export function always<Value>(value: Value): Drawn<Value> {
  return () => value;
}

/** One of the values, each as likely. */
export function oneOf<const Value>(...values: readonly Value[]): Drawn<Value> {
  return (random) => random.pick(expectSome('oneOf', values));
}

/** A whole number from `least` to `most`, both included. */
export function between(least: number, most: number): Drawn<number> {
  return (random) => {
    expectWhole('between: least', least, 0);
    if (!(most >= least)) throw new ScenarioError('between: most', `a number of ${least} or more`, most);
    return least + random.integer(Math.floor(most) - least + 1);
  };
}

/** A value as it is, or drawn. */
export type MaybeDrawn<Value extends number | string> = Value | Drawn<Value>;

/** Draws a value that may be given as it is. */
export function draw<Value extends number | string>(value: MaybeDrawn<Value>, random: Random): Value {
  return typeof value === 'function' ? value(random) : value;
}
