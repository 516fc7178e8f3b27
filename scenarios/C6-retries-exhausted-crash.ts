/**
 * Retries that are used up (S6) while workers die around their failures: a failure may count although its worker never
 * hears so, and a lease that ran out takes the place of one that was never told.
 */
import {
  attemptsBounded,
  backoffKept,
  between,
  dies,
  fails,
  minutes,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';
import { crashesAround } from './crashes.js';

export default scenario({
  id: 'C6-retries-exhausted-crash',
  says: 'A failure that nobody heard of uses up one retry or none, and never more runs than there are.',
  needs: ['retry', 'backoff', 'lease', 'fencing', 'events'],
  guards: [attemptsBounded, backoffKept, singleHolder],
  mustSee: ['retries-exhausted', 'requeued', 'lease-expired', 'killed'],
  control: 'sweep-resets-retries',
  simulated: {
    knobs: { drainMs: minutes(30) },
    actors: { workers: 4 },
    work: [
      tasks({
        named: 'hopeless',
        count: 8,
        arrivals: perMinute(4),
        maxRetries: 2,
        runs: [fails({ for: between(seconds(2), seconds(20)) })],
      }),
      tasks({
        named: 'shaky',
        count: 8,
        arrivals: perMinute(4),
        runs: [fails({ for: seconds(3) }), works({ for: seconds(10) })],
      }),
      tasks({
        named: 'deadly',
        count: 2,
        arrivals: perMinute(1),
        maxRetries: 1,
        runs: [dies({ for: seconds(5) })],
      }),
    ],
    faults: crashesAround('fail', { before: [2, 9, 17], after: { w1: 1, w2: 1, w3: 2 }, for: seconds(5) }),
  },
  real: {
    actors: { workers: 3 },
    work: [
      tasks({
        named: 'hopeless',
        count: 4,
        arrivals: perMinute(300),
        maxRetries: 2,
        runs: [fails({ for: between(20, 80) })],
      }),
      tasks({
        named: 'shaky',
        count: 4,
        arrivals: perMinute(300),
        runs: [fails({ for: 50 }), works({ for: 80 })],
      }),
      tasks({
        named: 'deadly',
        count: 1,
        arrivals: perMinute(200),
        maxRetries: 1,
        runs: [dies({ for: 50 })],
      }),
    ],
    faults: crashesAround('fail', { before: [2, 9], after: { any: 5 }, for: 200 }),
  },
});
