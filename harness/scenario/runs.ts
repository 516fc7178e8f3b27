/**
 * What a run of a task does: how long it works, what it reports, and how it ends. A task lists its runs in order;
 * beyond the end of the list the last one counts.
 */
import { type Random, randomFrom } from '../sim/random.js';
import { type Drawn, draw, type MaybeDrawn } from './drawn.js';
import { expectMs, expectShare, expectWhole } from './expect.js';
import type { RunBehaviour } from './plan.js';

/** One run, drawn from the seed. */
export type Run = Drawn<RunBehaviour>;

export interface WorkTerms {
  readonly for: MaybeDrawn<number>;
  /** Tokens reported before settling; absent: no report. */
  readonly tokens?: MaybeDrawn<number>;
}

/** Works and completes. */
export function works(terms: WorkTerms): Run {
  return (random) => behaviour('done', terms, random);
}

/** Works and ends in an error that may pass. */
export function fails(terms: WorkTerms): Run {
  return (random) => behaviour('transient', terms, random);
}

/** Works and ends in an error that will not pass. */
export function failsForGood(terms: WorkTerms): Run {
  return (random) => behaviour('permanent', terms, random);
}

/** Works and takes its worker down with it. */
export function dies(terms: WorkTerms): Run {
  return (random) => behaviour('die', terms, random);
}

/** The first run in that share of cases, else the second. */
export function sometimes(part: number, seldom: Run, else_: Run): Run {
  return (random) => {
    expectShare('sometimes', part);
    const [chosen, other] = random.next() < part ? [seldom, else_] : [else_, seldom];
    // A plan may never come to the other one, so that what is wrong with it would be found late.
    other(randomFrom(1));
    return chosen(random);
  };
}

const WORDS = { done: 'works', transient: 'fails', permanent: 'failsForGood', die: 'dies' } as const;

function behaviour(outcome: RunBehaviour['outcome'], terms: WorkTerms, random: Random): RunBehaviour {
  const word = WORDS[outcome];
  const serviceMs = expectMs(`${word}: for`, draw(terms.for, random));
  if (terms.tokens === undefined) return { serviceMs, outcome, tokens: null };
  return { serviceMs, outcome, tokens: expectWhole(`${word}: tokens`, draw(terms.tokens, random), 0) };
}
