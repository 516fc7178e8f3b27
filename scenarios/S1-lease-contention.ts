/**
 * Many workers, few tasks, one instant: whole bursts become available together, so claims overlap all the time.
 * The workers that find nothing are as important as those that win: they are where a lease could be shared.
 */
import {
  anyWorker,
  attemptsBounded,
  between,
  bursts,
  every,
  fails,
  fencedSettlement,
  kill,
  minutes,
  scenario,
  seconds,
  share,
  singleHolder,
  sometimes,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S1-lease-contention',
  says: 'However many workers ask at once, a task has one holder; the others are told so and wait.',
  needs: ['lease', 'fencing', 'retry', 'events'],
  guards: [singleHolder, fencedSettlement, attemptsBounded],
  mustSee: ['claims-overlapped', 'requeued', 'killed'],
  control: 'claim-shares-a-lease',
  simulated: {
    knobs: { pollMs: seconds(1) },
    actors: { submitters: 3, workers: 10, watchdogs: 2 },
    work: [
      tasks({
        named: 'burst',
        count: 80,
        arrivals: bursts({ of: 4, every: seconds(30) }),
        runs: [
          sometimes(
            share(0.2),
            fails({ for: between(seconds(1), seconds(20)) }),
            works({ for: between(seconds(10), seconds(40)) }),
          ),
        ],
      }),
      tasks({
        named: 'shaky',
        count: 8,
        arrivals: bursts({ of: 4, every: minutes(3) }),
        runs: [fails({ for: seconds(2) }), works({ for: seconds(5) })],
      }),
    ],
    faults: [every(minutes(1), kill(anyWorker, { for: seconds(5) }), { times: 8 })],
  },
  real: {
    actors: { submitters: 1, workers: 4, watchdogs: 1, polling: 'in-step' },
    work: [
      tasks({
        named: 'burst',
        count: 60,
        arrivals: bursts({ of: 3, every: 200 }),
        runs: [sometimes(share(0.2), fails({ for: between(10, 40) }), works({ for: between(20, 100) }))],
      }),
      tasks({
        named: 'shaky',
        count: 4,
        arrivals: bursts({ of: 2, every: 1000 }),
        runs: [fails({ for: 50 }), works({ for: 100 })],
      }),
    ],
    faults: [every(seconds(1), kill(anyWorker, { for: 200 }), { times: 3 })],
  },
});
