/**
 * Workers that die and workers that come back. The zombies are the point: a worker is held just before it completes,
 * or just before a heartbeat, until its lease is gone and another worker is busy with the same task; then it wakes and
 * writes with the fence it had. All workers claim under one name, so that only the fence can tell them apart.
 */
import {
  anyWorker,
  backoffKept,
  before,
  between,
  every,
  fencedSettlement,
  kill,
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
  id: 'S2-stuck-in-progress',
  says: 'A worker that dies keeps no task, and one that comes back too late changes nothing.',
  needs: ['lease', 'fencing', 'retry', 'backoff', 'events'],
  guards: [fencedSettlement, singleHolder, backoffKept],
  mustSee: ['lease-expired', 'stale-write-refused', 'requeued', 'killed', 'paused'],
  control: 'sweep-forgets-expired-leases',
  simulated: {
    knobs: { drainMs: minutes(30) },
    actors: { submitters: 1, workers: 8, watchdogs: 1, workerName: 'pool' },
    work: [
      tasks({
        named: 'steady',
        count: 120,
        arrivals: perMinute(4),
        // A second run lasts longer than a zombie's pause, so that the zombie wakes beside a live holder.
        runs: [works({ for: between(seconds(2), seconds(45)) }), works({ for: seconds(110) })],
      }),
    ],
    faults: [
      before('complete', { nth: 3 }, pause(anyWorker, { for: seconds(160) })),
      before('complete', { nth: 20 }, pause(anyWorker, { for: seconds(160) })),
      before('complete', { nth: 50 }, pause(anyWorker, { for: seconds(160) })),
      before('heartbeat', { nth: 5 }, pause(anyWorker, { for: seconds(160) })),
      before('heartbeat', { nth: 60 }, pause(anyWorker, { for: seconds(160) })),
      // So long that the other worker is done before this one wakes.
      before('complete', { nth: 35 }, pause(anyWorker, { for: seconds(420) })),
      every(minutes(4), kill(anyWorker, { for: seconds(10) }), { times: 6 }),
    ],
  },
  real: {
    actors: { submitters: 1, workers: 5, watchdogs: 1, workerName: 'pool' },
    work: [
      tasks({
        named: 'steady',
        count: 20,
        arrivals: perMinute(480),
        runs: [works({ for: between(50, 500) }), works({ for: 2000 })],
      }),
    ],
    faults: [
      before('complete', { nth: 1 }, pause(anyWorker, { for: 2600 })),
      before('heartbeat', { nth: 2 }, pause(anyWorker, { for: 2600 })),
      // So long that the other worker is done before this one wakes.
      before('complete', { nth: 3 }, pause(anyWorker, { for: 4500 })),
      every(seconds(1), kill(anyWorker, { for: 200 }), { times: 2 }),
    ],
  },
});
