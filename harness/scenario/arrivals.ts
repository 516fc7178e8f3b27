/**
 * When tasks are handed in: the instants of a workload, in ms from the start of the run, drawn from the seed.
 */
import type { Random } from '../sim/random.js';
import { expectLength, expectWhole, ScenarioError } from './expect.js';

/** `count` instants in rising order. */
export type Arrivals = (count: number, random: Random) => readonly number[];

/** Independent arrivals at a mean rate: gaps are exponential, as with callers who do not know each other. */
export function perMinute(rate: number): Arrivals {
  return (count, random) => {
    if (!(rate > 0)) throw new ScenarioError('perMinute', 'a rate of more than 0', rate);
    let at = 0;
    return Array.from({ length: count }, () => {
      at += (-Math.log(1 - random.next()) * 60_000) / rate;
      return Math.round(at);
    });
  };
}

/** Several tasks at one instant, again and again. */
export function bursts(terms: { readonly of: number; readonly every: number }): Arrivals {
  return (count) => {
    const size = expectWhole('bursts: of', terms.of, 1);
    const everyMs = expectLength('bursts: every', terms.every);
    return Array.from({ length: count }, (_, index) => Math.floor(index / size) * everyMs);
  };
}

/** Everything at the start. */
export function allAtOnce(): Arrivals {
  return (count) => Array.from({ length: count }, () => 0);
}
