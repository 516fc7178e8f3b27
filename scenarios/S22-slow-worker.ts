/**
 * Workers become slow: their calls take so long that a claim is answered when its lease has begun to run out, and a
 * completion arrives when its lease is over and the task is in other hands. Nothing fails; everything overlaps.
 */
import {
  anyWorker,
  before,
  between,
  fencedSettlement,
  minutes,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  slowDown,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S22-slow-worker',
  says: 'A worker whose calls take longer than its lease loses its tasks, and what it says too late changes nothing.',
  needs: ['lease', 'fencing', 'retry', 'events'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['slowed', 'claims-overlapped', 'lease-expired', 'stale-write-refused', 'requeued'],
  control: 'settle-uses-newest-fence',
  simulated: {
    knobs: { leaseMs: seconds(20), heartbeatMs: seconds(5), backoffMs: [seconds(1), seconds(2)] },
    actors: { workers: 6 },
    work: [
      tasks({
        named: 'job',
        count: 60,
        maxRetries: 12,
        arrivals: perMinute(6),
        runs: [works({ for: between(seconds(5), seconds(30)) })],
      }),
    ],
    faults: [
      ...[3, 20].map((nth) =>
        before('claim', { nth }, slowDown(anyWorker, { times: 2000, for: minutes(3) })),
      ),
      ...[5, 15, 25, 35, 45].map((nth) =>
        before('complete', { nth }, slowDown(anyWorker, { times: 8000, for: minutes(2) })),
      ),
    ],
  },
  real: {
    knobs: { leaseMs: 600, heartbeatMs: 150, backoffMs: [50] },
    actors: { workers: 4 },
    work: [
      tasks({
        named: 'job',
        count: 24,
        maxRetries: 12,
        arrivals: perMinute(400),
        runs: [works({ for: between(100, 500) })],
      }),
    ],
    faults: [
      before('claim', { nth: 6 }, slowDown(anyWorker, { times: 100, for: seconds(2) })),
      ...[3, 8, 13].map((nth) =>
        before('complete', { nth }, slowDown(anyWorker, { times: 500, for: seconds(2) })),
      ),
    ],
  },
});
