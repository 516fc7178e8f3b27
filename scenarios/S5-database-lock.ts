/**
 * Somebody else holds the store's write lock: shorter than the busy wait, longer, and at the worst calls of all:
 * a claim, a heartbeat, a completion and a submission. The workers ask again after growing waits.
 */
import {
  after,
  anyWorker,
  before,
  between,
  every,
  kill,
  lockStore,
  minutes,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S5-database-lock',
  says: 'A locked store is a refusal that says so: nothing half-written, nothing promised and lost, and work goes on after.',
  needs: ['lease', 'retry', 'sqlite-file', 'events'],
  guards: [singleHolder],
  mustSee: ['store-busy'],
  control: 'ack-before-commit',
  simulated: {
    actors: { submitters: 2, workers: 5, watchdogs: 1 },
    work: [
      tasks({
        named: 'steady',
        count: 120,
        arrivals: perMinute(8),
        runs: [works({ for: between(seconds(2), seconds(50)) })],
      }),
    ],
    faults: [
      before('enqueue', { nth: 10 }, lockStore({ for: seconds(3) })),
      before('claim', { nth: 30 }, lockStore({ for: 30 })),
      before('claim', { nth: 80 }, lockStore({ for: seconds(20) })),
      before('heartbeat', { nth: 20 }, lockStore({ for: 40 })),
      before('heartbeat', { nth: 50 }, lockStore({ for: seconds(15) })),
      before('complete', { nth: 5 }, lockStore({ for: 20 })),
      before('complete', { nth: 15 }, lockStore({ for: seconds(2) })),
      before('complete', { nth: 40 }, lockStore({ for: seconds(30) })),
      // Longer than a lease: every run of that moment is lost and done again.
      after(minutes(10), lockStore({ for: seconds(90) })),
      every(minutes(2), lockStore({ for: between(10, 400) }), { times: 6 }),
      after(minutes(5), kill(anyWorker, { for: seconds(5) })),
    ],
  },
  real: {
    actors: { submitters: 1, workers: 3, watchdogs: 1 },
    work: [
      tasks({
        named: 'steady',
        count: 36,
        arrivals: perMinute(500),
        runs: [works({ for: between(50, 600) })],
      }),
    ],
    faults: [
      before('enqueue', { nth: 6 }, lockStore({ for: 300 })),
      before('claim', { nth: 10 }, lockStore({ for: 20 })),
      before('heartbeat', { nth: 4 }, lockStore({ for: 250 })),
      before('complete', { nth: 3 }, lockStore({ for: 15 })),
      before('complete', { nth: 8 }, lockStore({ for: 400 })),
      // Longer than a lease: every run of that moment is lost and done again.
      before('complete', { nth: 20 }, lockStore({ for: 1500 })),
    ],
  },
});
