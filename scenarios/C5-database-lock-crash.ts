/**
 * A locked store (S5) and crashes at the same calls: actors die while others wait for the lock, and submitters die
 * when nobody can say whether their submission was written.
 */
import {
  before,
  between,
  lockStore,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';
import { crashesAround } from './crashes.js';

export default scenario({
  id: 'C5-database-lock-crash',
  says: 'Nothing that was acknowledged is lost when actors die around a locked store.',
  needs: ['lease', 'retry', 'sqlite-file', 'events'],
  guards: [singleHolder],
  mustSee: ['store-busy', 'requeued', 'killed'],
  control: 'ack-before-commit',
  simulated: {
    actors: { submitters: 2, workers: 5 },
    work: [
      tasks({
        named: 'steady',
        count: 40,
        arrivals: perMinute(8),
        runs: [works({ for: between(seconds(2), seconds(50)) })],
      }),
    ],
    faults: [
      ...[6, 18].map((nth) => before('enqueue', { nth }, lockStore({ for: seconds(3) }))),
      ...[4, 12, 20].map((nth) => before('complete', { nth }, lockStore({ for: seconds(4) }))),
      ...crashesAround('enqueue', { before: [9, 30], after: { s1: 8, s2: 12 }, for: seconds(2) }),
      ...crashesAround('complete', { before: [5, 22], after: { w1: 3, w2: 4 }, for: seconds(5) }),
    ],
  },
  real: {
    actors: { workers: 3 },
    work: [
      tasks({
        named: 'steady',
        count: 20,
        arrivals: perMinute(500),
        runs: [works({ for: between(50, 400) })],
      }),
    ],
    faults: [
      before('enqueue', { nth: 6 }, lockStore({ for: 300 })),
      before('complete', { nth: 5 }, lockStore({ for: 400 })),
      ...crashesAround('enqueue', { before: [9], after: { s1: 12 }, for: 200 }),
      ...crashesAround('complete', { before: [7], after: { w1: 3 }, for: 200 }),
    ],
  },
});
