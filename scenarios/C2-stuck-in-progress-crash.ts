/**
 * Dead workers (S2) by crashes alone: they die just before a heartbeat, just after one, and around completions, so
 * that some tasks are done and their worker never learns of it.
 */
import {
  backoffKept,
  between,
  fencedSettlement,
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
  id: 'C2-stuck-in-progress-crash',
  says: 'A worker may die around any heartbeat or completion, and its task is done all the same, once.',
  needs: ['lease', 'fencing', 'retry', 'backoff', 'events'],
  guards: [singleHolder, fencedSettlement, backoffKept],
  mustSee: ['lease-expired', 'requeued', 'killed'],
  control: 'sweep-forgets-expired-leases',
  simulated: {
    knobs: { drainMs: minutes(20) },
    actors: { workers: 5, workerName: 'pool' },
    work: [
      tasks({
        named: 'steady',
        count: 30,
        arrivals: perMinute(6),
        runs: [works({ for: between(seconds(15), seconds(50)) })],
      }),
    ],
    faults: [
      ...crashesAround('heartbeat', { before: [3, 15], after: { w1: 2, w2: 4 }, for: seconds(10) }),
      ...crashesAround('complete', { before: [2, 9], after: { w3: 2, w4: 3 }, for: seconds(10) }),
    ],
  },
  real: {
    actors: { workers: 4, workerName: 'pool' },
    work: [
      tasks({
        named: 'steady',
        count: 16,
        arrivals: perMinute(400),
        runs: [works({ for: between(100, 700) })],
      }),
    ],
    faults: [
      ...crashesAround('heartbeat', { before: [2], after: { w1: 2 }, for: 200 }),
      ...crashesAround('complete', { before: [3], after: { w2: 2 }, for: 200 }),
    ],
  },
});
