/**
 * Lease contention (S1) with crashes at the worst calls: workers die just before a claim and when it has been granted
 * unheard, while the others go for the same few tasks in step.
 */
import {
  between,
  bursts,
  fencedSettlement,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';
import { crashesAround } from './crashes.js';

export default scenario({
  id: 'C1-lease-contention-crash',
  says: 'Workers that die in the midst of a race for tasks leave no task with two holders.',
  needs: ['lease', 'fencing', 'retry', 'events'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['claims-overlapped', 'requeued', 'killed'],
  control: 'claim-shares-a-lease',
  simulated: {
    knobs: { pollMs: seconds(1) },
    actors: { workers: 6, watchdogs: 2, polling: 'in-step' },
    work: [
      tasks({
        named: 'burst',
        count: 30,
        arrivals: bursts({ of: 3, every: seconds(20) }),
        runs: [works({ for: between(seconds(5), seconds(20)) })],
      }),
    ],
    faults: [
      ...crashesAround('claim', {
        before: [2, 120, 124],
        after: { w1: 1, w2: 2, w3: 1, w4: 20 },
        for: seconds(3),
      }),
      ...crashesAround('complete', { before: [3, 14], after: { any: 6 }, for: seconds(3) }),
    ],
  },
  real: {
    actors: { workers: 4, polling: 'in-step' },
    work: [
      tasks({
        named: 'burst',
        count: 24,
        arrivals: bursts({ of: 3, every: 200 }),
        runs: [works({ for: between(20, 100) })],
      }),
    ],
    faults: [
      ...crashesAround('claim', { before: [2], after: { w1: 1, w2: 1 }, for: 200 }),
      ...crashesAround('complete', { before: [4], after: { w3: 2 }, for: 200 }),
    ],
  },
});
