/**
 * The disk is slow for a while: every commit takes part of a second, then seconds, and whoever else wants to write
 * meets a locked store.
 */
import {
  before,
  between,
  minutes,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  slowDisk,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S23-slow-disk',
  says: 'A slow disk makes every change late and lets others find the store locked, and loses nothing of either.',
  needs: ['lease', 'retry', 'events', 'store-faults'],
  guards: [singleHolder],
  mustSee: ['slow-disk', 'store-busy', 'lease-expired', 'requeued'],
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
      before('enqueue', { nth: 10 }, slowDisk({ commitTakes: 400, for: minutes(2) })),
      before('claim', { nth: 60 }, slowDisk({ commitTakes: 1_500, for: minutes(1) })),
      before('complete', { nth: 40 }, slowDisk({ commitTakes: between(200, 2_000), for: minutes(3) })),
      // Leases run out while their heartbeats wait for the disk.
      before('heartbeat', { nth: 80 }, slowDisk({ commitTakes: 5_000, for: minutes(2) })),
    ],
  },
  real: {
    actors: { submitters: 1, workers: 4, watchdogs: 1 },
    work: [
      tasks({
        named: 'steady',
        count: 48,
        arrivals: perMinute(500),
        runs: [works({ for: between(50, 500) })],
      }),
    ],
    faults: [
      before('enqueue', { nth: 6 }, slowDisk({ commitTakes: 60, for: 900 })),
      before('complete', { nth: 15 }, slowDisk({ commitTakes: 400, for: 2_000 })),
    ],
  },
});
