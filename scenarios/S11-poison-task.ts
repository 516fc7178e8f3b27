/**
 * A few tasks take down every worker that runs them, in the midst of a steady load of healthy ones. Their leases run
 * out, they are put back, they kill again, until their runs are used up.
 */
import {
  attemptsBounded,
  backoffKept,
  between,
  dies,
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
  id: 'S11-poison-task',
  says: 'A task that kills its workers is given up after its last allowed run, and the others get through.',
  needs: ['retry', 'backoff', 'lease', 'fencing', 'events'],
  guards: [attemptsBounded, backoffKept, singleHolder, fencedSettlement],
  mustSee: ['retries-exhausted', 'requeued', 'lease-expired', 'killed'],
  control: 'sweep-resets-retries',
  simulated: {
    knobs: { drainMs: minutes(30) },
    actors: { workers: 4 },
    work: [
      tasks({
        named: 'healthy',
        count: 20,
        arrivals: perMinute(4),
        runs: [works({ for: between(seconds(2), seconds(40)) })],
      }),
      tasks({
        named: 'poison',
        count: 4,
        arrivals: perMinute(1),
        maxRetries: 2,
        priority: 'P0',
        runs: [dies({ for: between(seconds(1), seconds(30)) })],
      }),
    ],
  },
  real: {
    actors: { workers: 3 },
    work: [
      tasks({
        named: 'healthy',
        count: 10,
        arrivals: perMinute(300),
        runs: [works({ for: between(50, 300) })],
      }),
      tasks({
        named: 'poison',
        count: 2,
        arrivals: perMinute(200),
        maxRetries: 1,
        priority: 'P0',
        runs: [dies({ for: between(20, 100) })],
      }),
    ],
  },
});
