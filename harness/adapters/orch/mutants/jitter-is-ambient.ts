/** Breaks replay: the wait before a retry is drawn from chance that no seed fixes. It is never too short. */
import { randomInt } from 'node:crypto';
import { milliseconds } from '../../../../core/index.js';
import { type Mutant, NONDETERMINISTIC } from './mutation.js';

/** The longest addition to a wait, ms. */
const MOST_MS = 20_000;

export const jitterIsAmbient: Mutant = {
  name: 'jitter-is-ambient',
  breaks: NONDETERMINISTIC,
  says: 'Retries come after a jitter drawn from ambient randomness: a seed no longer fixes the history.',
  options: ({ backoff = [], ...options }) => {
    const [first, ...others] = backoff.map((wait) => milliseconds(wait + randomInt(1, MOST_MS)));
    return first === undefined ? options : { ...options, backoff: [first, ...others] };
  },
};
