/**
 * A dependency of every task is away: a whole wave fails at the same moment, comes back after the same backoff, and
 * fails again, until the dependency is there. Some never get better.
 */
import {
  after,
  allAtOnce,
  anyWorker,
  attemptsBounded,
  backoffKept,
  fails,
  kill,
  minutes,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S12-retry-storm',
  says: 'A wave of failures comes back as slowly as its backoff says, and no task runs more often than it may.',
  needs: ['retry', 'backoff', 'lease', 'events'],
  guards: [backoffKept, attemptsBounded, singleHolder],
  mustSee: ['claims-overlapped', 'requeued', 'retries-exhausted', 'last-run-succeeded'],
  control: 'backoff-skipped',
  simulated: {
    actors: { workers: 6, polling: 'in-step' },
    work: [
      tasks({
        named: 'wave',
        count: 24,
        arrivals: allAtOnce(),
        runs: [fails({ for: seconds(3) }), fails({ for: seconds(3) }), works({ for: seconds(5) })],
      }),
      tasks({
        named: 'late',
        count: 8,
        arrivals: allAtOnce(),
        maxRetries: 2,
        runs: [fails({ for: seconds(2) }), fails({ for: seconds(2) }), works({ for: seconds(5) })],
      }),
      tasks({
        named: 'never',
        count: 6,
        arrivals: allAtOnce(),
        maxRetries: 1,
        runs: [fails({ for: seconds(2) })],
      }),
    ],
    faults: [after(minutes(1), kill(anyWorker, { for: seconds(5) }))],
  },
  real: {
    actors: { workers: 4, polling: 'in-step' },
    work: [
      tasks({
        named: 'wave',
        count: 12,
        arrivals: allAtOnce(),
        runs: [fails({ for: 30 }), fails({ for: 30 }), works({ for: 50 })],
      }),
      tasks({
        named: 'late',
        count: 4,
        arrivals: allAtOnce(),
        maxRetries: 2,
        runs: [fails({ for: 30 }), fails({ for: 30 }), works({ for: 50 })],
      }),
      tasks({ named: 'never', count: 3, arrivals: allAtOnce(), maxRetries: 1, runs: [fails({ for: 30 })] }),
    ],
    faults: [after(500, kill(anyWorker, { for: 200 }))],
  },
});
