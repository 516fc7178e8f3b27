/**
 * The worker and the watchdog that the system brings itself, with the same tasks and faults as everybody: workers die
 * and are held beyond their leases, in the midst of work and just before they settle, and the store is locked
 * meanwhile.
 */
import {
  anyWorker,
  backoffKept,
  before,
  between,
  every,
  fails,
  fencedSettlement,
  kill,
  lockStore,
  minutes,
  pause,
  perMinute,
  runsKeptApart,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S24-own-programs',
  says: "The system's own worker keeps its lease while it works, and stops when it is lost; its watchdog returns the task.",
  needs: ['lease', 'fencing', 'retry', 'backoff', 'sqlite-file', 'events', 'own-programs'],
  guards: [runsKeptApart, singleHolder, fencedSettlement, backoffKept],
  mustSee: ['lease-expired', 'stale-write-refused', 'requeued', 'killed', 'paused', 'store-busy'],
  control: 'worker-outlives-its-lease',
  simulated: {
    knobs: { leaseMs: seconds(20), heartbeatMs: seconds(5), drainMs: minutes(30) },
    actors: { workers: 5, watchdogs: 2, programs: 'system' },
    work: [
      tasks({
        named: 'long',
        count: 60,
        maxRetries: 9,
        arrivals: perMinute(4),
        runs: [works({ for: between(seconds(10), minutes(2)) })],
      }),
      tasks({
        named: 'weak',
        count: 20,
        arrivals: perMinute(2),
        runs: [fails({ for: seconds(3) }), works({ for: seconds(5) })],
      }),
    ],
    faults: [
      // For less than what is left of the lease, then for more.
      ...[4, 14].map((nth) => before('heartbeat', { nth }, pause(anyWorker, { for: seconds(5) }))),
      ...[30, 60, 90, 120].map((nth) => before('heartbeat', { nth }, pause(anyWorker, { for: seconds(45) }))),
      ...[5, 15, 25].map((nth) => before('complete', { nth }, pause(anyWorker, { for: seconds(45) }))),
      ...[45, 75].map((nth) => before('heartbeat', { nth }, lockStore({ for: seconds(30) }))),
      every(minutes(3), kill(anyWorker, { for: seconds(10) }), { times: 5 }),
    ],
  },
  real: {
    actors: { workers: 5, programs: 'system' },
    work: [
      tasks({
        named: 'long',
        count: 8,
        maxRetries: 9,
        arrivals: perMinute(400),
        runs: [works({ for: between(3800, 4600) }), works({ for: 1000 })],
      }),
    ],
    faults: [
      ...[2, 9].map((nth) => before('heartbeat', { nth }, pause(anyWorker, { for: 2000 }))),
      before('heartbeat', { nth: 14 }, lockStore({ for: 300 })),
      every(seconds(1), kill(anyWorker, { for: 200 }), { times: 2 }),
    ],
  },
});
