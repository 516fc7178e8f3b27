/**
 * A day of work arrives in one minute from many submitters, far more than the workers can take, while the store is
 * locked now and then. Every submission that was acknowledged is done in the end, and every one that was refused is
 * known to be.
 */
import {
  after,
  anyWorker,
  before,
  between,
  bursts,
  every,
  kill,
  lockStore,
  minutes,
  oneOf,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S16-backlog-burst',
  says: 'A burst far beyond what the workers can take waits, and nothing of it is lost or done twice.',
  needs: ['lease', 'retry', 'sqlite-file', 'events'],
  guards: [singleHolder],
  mustSee: ['store-busy', 'claims-overlapped', 'killed'],
  control: 'ack-before-commit',
  simulated: {
    actors: { submitters: 6, workers: 5 },
    work: [
      tasks({
        named: 'backlog',
        count: 200,
        arrivals: bursts({ of: 50, every: seconds(15) }),
        priority: oneOf('P0', 'P1', 'P2'),
        runs: [works({ for: between(seconds(2), seconds(15)) })],
      }),
    ],
    faults: [
      ...[20, 90, 160].map((nth) => before('enqueue', { nth }, lockStore({ for: seconds(2) }))),
      before('complete', { nth: 30 }, lockStore({ for: seconds(5) })),
      every(minutes(1), kill(anyWorker, { for: seconds(5) }), { times: 3 }),
    ],
  },
  real: {
    actors: { submitters: 3, workers: 4 },
    work: [
      tasks({
        named: 'backlog',
        count: 60,
        arrivals: bursts({ of: 20, every: 300 }),
        priority: oneOf('P0', 'P1', 'P2'),
        runs: [works({ for: between(20, 120) })],
      }),
    ],
    faults: [
      ...[8, 30].map((nth) => before('enqueue', { nth }, lockStore({ for: 200 }))),
      before('complete', { nth: 15 }, lockStore({ for: 300 })),
      after(seconds(1), kill(anyWorker, { for: 200 })),
    ],
  },
});
