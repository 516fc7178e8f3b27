/**
 * Heartbeats come late: workers are held just before one, now for less than what is left of the lease and now for
 * more, and a locked store keeps others waiting. The late worker may go on exactly when nobody took its task.
 */
import {
  anyWorker,
  before,
  between,
  fencedSettlement,
  lockStore,
  minutes,
  pause,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S13-slow-heartbeat',
  says: 'A heartbeat that comes in time keeps the task, and one that comes too late says that it is lost.',
  needs: ['lease', 'fencing', 'retry', 'sqlite-file', 'events'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['lease-expired', 'stale-write-refused', 'requeued', 'paused', 'store-busy'],
  control: 'sweep-forgets-expired-leases',
  simulated: {
    knobs: { drainMs: minutes(20) },
    actors: { workers: 5 },
    work: [
      tasks({
        named: 'long',
        count: 20,
        arrivals: perMinute(3),
        runs: [works({ for: between(seconds(70), minutes(2)) })],
      }),
    ],
    faults: [
      ...[4, 20, 40].map((nth) => before('heartbeat', { nth }, pause(anyWorker, { for: seconds(30) }))),
      ...[10, 30, 50].map((nth) => before('heartbeat', { nth }, pause(anyWorker, { for: seconds(130) }))),
      ...[15, 35].map((nth) => before('heartbeat', { nth }, lockStore({ for: seconds(10) }))),
    ],
  },
  real: {
    actors: { workers: 4 },
    work: [
      tasks({
        named: 'long',
        count: 10,
        arrivals: perMinute(200),
        runs: [works({ for: between(1000, 1600) })],
      }),
    ],
    faults: [
      before('heartbeat', { nth: 3 }, pause(anyWorker, { for: 500 })),
      before('heartbeat', { nth: 8 }, pause(anyWorker, { for: 2600 })),
      before('heartbeat', { nth: 12 }, lockStore({ for: 300 })),
    ],
  },
});
