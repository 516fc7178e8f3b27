/**
 * Faults of time, as a scenario's author says them: `slowDown(anyWorker, { times: 50, for: minutes(2) })`,
 * `stepClock('w1', { by: -seconds(30), for: minutes(1) })`. None of them makes a call fail.
 */
import { draw, type MaybeDrawn } from './drawn.js';
import { expectWhole, ScenarioError } from './expect.js';
import type { Strike } from './faults.js';

/** Beyond this a call of a few ms takes longer than anybody waits for its answer. */
const MOST_TIMES = 10_000;

export interface SlowTerms {
  /** How many times as long; a whole number from 2 to 10,000. */
  readonly times: MaybeDrawn<number>;
  readonly for: MaybeDrawn<number>;
}

/** Every call of an actor takes so many times as long: more overlap, no errors. */
export function slowDown(actor: string, terms: SlowTerms): Strike {
  return {
    kind: 'slow',
    harm: (random) => ({ kind: 'slow', times: expectTimes(draw(terms.times, random)) }),
    target: actor,
    for: terms.for,
  };
}

export interface ClockTerms {
  /** How far off, ms; less than 0: behind. */
  readonly by: MaybeDrawn<number>;
  readonly for: MaybeDrawn<number>;
}

/** The clock an actor's system reads runs fast or slow: it is off by `by` after `for`, and then right again at once. */
export function skewClock(actor: string, terms: ClockTerms): Strike {
  return clockStrike('clock-skew', actor, terms);
}

/** The clock an actor's system reads jumps by `by`, forward or backward, and after `for` back to where it should be. */
export function stepClock(actor: string, terms: ClockTerms): Strike {
  return clockStrike('clock-step', actor, terms);
}

function clockStrike(kind: 'clock-skew' | 'clock-step', target: string, terms: ClockTerms): Strike {
  return {
    kind,
    harm: (random) => ({ kind, byMs: expectOffset(kind, draw(terms.by, random)) }),
    target,
    for: terms.for,
  };
}

function expectTimes(found: number): number {
  if (found <= MOST_TIMES) return expectWhole('slow: times', found, 2);
  throw new ScenarioError('slow: times', `a whole number from 2 to ${MOST_TIMES}`, found);
}

function expectOffset(kind: string, found: number): number {
  if (Number.isSafeInteger(found) && found !== 0) return found;
  throw new ScenarioError(`${kind}: by`, 'a whole number of ms before or after 0', found);
}
