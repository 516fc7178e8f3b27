/**
 * Duplicates (S3) made by crashes: submitters die around their submissions and hand the same work in again, and
 * workers die around completions, so that a key is submitted again while nobody knows whether its task is done.
 */
import {
  between,
  minutes,
  oneRunPerKey,
  perMinute,
  sameKey,
  scenario,
  seconds,
  share,
  tasks,
  works,
} from '../harness/index.js';
import { crashesAround } from './crashes.js';

export default scenario({
  id: 'C3-duplicate-dispatch-crash',
  says: 'Work that is handed in again after a crash is done once.',
  needs: ['idempotency', 'lease', 'fencing', 'retry', 'events'],
  guards: [oneRunPerKey],
  mustSee: ['duplicate-key-open', 'duplicate-key-after-done', 'requeued', 'killed'],
  control: 'key-ignored',
  simulated: {
    actors: { submitters: 3, workers: 4 },
    work: [
      tasks({
        named: 'order',
        count: 20,
        arrivals: perMinute(6),
        runs: [works({ for: between(seconds(5), seconds(30)) })],
        duplicates: [sameKey({ share: share(0.7), after: [between(seconds(1), seconds(10)), minutes(6)] })],
      }),
    ],
    faults: [
      ...crashesAround('enqueue', { before: [3, 15, 30], after: { s1: 3, s2: 6 }, for: seconds(2) }),
      ...crashesAround('complete', { before: [3, 12], after: { w1: 2, w2: 1 }, for: seconds(5) }),
    ],
  },
  real: {
    actors: { submitters: 2, workers: 3 },
    work: [
      tasks({
        named: 'order',
        count: 10,
        arrivals: perMinute(400),
        runs: [works({ for: between(50, 300) })],
        duplicates: [sameKey({ share: share(0.8), after: [between(20, 100), 4500] })],
      }),
    ],
    faults: [
      ...crashesAround('enqueue', { before: [3], after: { s1: 3 }, for: 200 }),
      ...crashesAround('complete', { before: [2], after: { w1: 2 }, for: 200 }),
    ],
  },
});
