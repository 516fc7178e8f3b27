/**
 * Every worker takes a long task and all of them die at one instant, so that all leases run out together. The next
 * incarnations ask for work in step: the herd finds every task free at once.
 */
import {
  after,
  allAtOnce,
  between,
  fencedSettlement,
  kill,
  minutes,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S8-herd-at-expiry',
  says: 'When all leases run out at one instant, each task finds one new holder and none finds two.',
  needs: ['lease', 'fencing', 'retry', 'events'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['claims-overlapped', 'lease-expired', 'requeued', 'killed'],
  control: 'claim-shares-a-lease',
  simulated: {
    knobs: { pollMs: seconds(1), sweepMs: seconds(2) },
    actors: { workers: 8, watchdogs: 2, polling: 'in-step' },
    work: [
      tasks({
        named: 'long',
        count: 16,
        arrivals: allAtOnce(),
        runs: [works({ for: between(seconds(90), minutes(3)) })],
      }),
    ],
    faults: [1, 2, 3, 4, 5, 6, 7, 8].flatMap((nth) => [
      after(seconds(30), kill(`w${nth}`, { for: seconds(5) })),
      after(minutes(4), kill(`w${nth}`, { for: seconds(5) })),
    ]),
  },
  real: {
    actors: { workers: 4, watchdogs: 2, polling: 'in-step' },
    work: [
      tasks({ named: 'long', count: 8, arrivals: allAtOnce(), runs: [works({ for: between(800, 1500) })] }),
    ],
    faults: [1, 2, 3, 4].map((nth) => after(500, kill(`w${nth}`, { for: 200 }))),
  },
});
