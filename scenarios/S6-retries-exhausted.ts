/**
 * Tasks that use up what they were granted: always failing, poisonous to every worker that takes them, saved in their
 * last allowed run, failing for good at once, and never to be retried. None of them may take the others along.
 */
import {
  attemptsBounded,
  backoffKept,
  between,
  dies,
  fails,
  failsForGood,
  fencedSettlement,
  minutes,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S6-retries-exhausted',
  says: 'A task whose retries are used up fails for good and says so; it is not run again, and the others go on.',
  needs: ['retry', 'backoff', 'lease', 'fencing', 'events'],
  guards: [attemptsBounded, backoffKept, singleHolder, fencedSettlement],
  mustSee: ['retries-exhausted', 'last-run-succeeded', 'requeued', 'lease-expired', 'killed'],
  control: 'sweep-resets-retries',
  simulated: {
    knobs: { drainMs: minutes(30) },
    actors: { submitters: 1, workers: 5, watchdogs: 2 },
    work: [
      tasks({
        named: 'healthy',
        count: 40,
        arrivals: perMinute(4),
        runs: [works({ for: between(seconds(2), seconds(40)) })],
      }),
      tasks({
        named: 'hopeless',
        count: 10,
        arrivals: perMinute(2),
        runs: [fails({ for: between(seconds(1), seconds(20)) })],
      }),
      tasks({
        named: 'poison',
        count: 3,
        arrivals: perMinute(1),
        maxRetries: 2,
        runs: [dies({ for: between(seconds(1), seconds(30)) })],
      }),
      tasks({
        named: 'saved',
        count: 8,
        arrivals: perMinute(2),
        runs: [
          fails({ for: seconds(2) }),
          dies({ for: seconds(3) }),
          fails({ for: seconds(2) }),
          works({ for: seconds(5) }),
        ],
      }),
      tasks({
        named: 'contradictory',
        count: 4,
        arrivals: perMinute(1),
        runs: [failsForGood({ for: between(seconds(1), seconds(10)) })],
      }),
      tasks({
        named: 'once',
        count: 4,
        arrivals: perMinute(1),
        maxRetries: 0,
        runs: [fails({ for: seconds(2) })],
      }),
    ],
  },
  real: {
    actors: { submitters: 1, workers: 4, watchdogs: 1 },
    work: [
      tasks({
        named: 'healthy',
        count: 12,
        arrivals: perMinute(300),
        runs: [works({ for: between(50, 300) })],
      }),
      tasks({
        named: 'hopeless',
        count: 4,
        arrivals: perMinute(200),
        runs: [fails({ for: between(20, 100) })],
      }),
      tasks({
        named: 'poison',
        count: 1,
        arrivals: perMinute(200),
        maxRetries: 1,
        runs: [dies({ for: between(20, 100) })],
      }),
      tasks({
        named: 'saved',
        count: 3,
        arrivals: perMinute(200),
        runs: [fails({ for: 50 }), dies({ for: 50 }), fails({ for: 50 }), works({ for: 50 })],
      }),
      tasks({
        named: 'contradictory',
        count: 2,
        arrivals: perMinute(200),
        runs: [failsForGood({ for: 50 })],
      }),
      tasks({ named: 'once', count: 2, arrivals: perMinute(200), maxRetries: 0, runs: [fails({ for: 50 })] }),
    ],
  },
});
