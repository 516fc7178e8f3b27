/**
 * Clocks jump while leases are held: a worker's goes back just before a heartbeat, another's runs ahead beyond the end
 * of its lease and is set right again, and so is the watchdog's, which then takes leases that are alive for expired.
 */
import {
  anyWorker,
  before,
  between,
  every,
  fencedSettlement,
  minutes,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  skewClock,
  stepClock,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S21-clock-jump-across-expiry',
  says: 'A clock that jumps across the end of a lease costs time: no task has two holders, and no lease is taken back.',
  needs: ['lease', 'fencing', 'retry', 'events', 'clock-faults'],
  guards: [singleHolder, fencedSettlement],
  mustSee: [
    'clock-stepped-back-across-expiry',
    'clock-stepped',
    'clock-skewed',
    'stale-write-refused',
    'requeued',
  ],
  control: 'heartbeat-shortens-lease',
  simulated: {
    actors: { workers: 5 },
    work: [
      tasks({
        named: 'long',
        count: 40,
        arrivals: perMinute(3),
        runs: [works({ for: between(seconds(50), minutes(2)) })],
      }),
    ],
    faults: [
      ...[4, 20, 40].map((nth) =>
        before('heartbeat', { nth }, stepClock(anyWorker, { by: -seconds(45), for: minutes(1) })),
      ),
      ...[10, 30, 50].map((nth) =>
        before('heartbeat', { nth }, stepClock(anyWorker, { by: seconds(70), for: seconds(15) })),
      ),
      every(minutes(3), stepClock('d1', { by: seconds(50), for: seconds(20) }), { times: 4 }),
      every(minutes(4), skewClock(anyWorker, { by: -seconds(20), for: minutes(2) }), { times: 3 }),
    ],
  },
  real: {
    actors: { workers: 4 },
    work: [
      tasks({
        named: 'long',
        count: 16,
        arrivals: perMinute(200),
        runs: [works({ for: between(1000, 2000) })],
      }),
    ],
    faults: [
      ...[3, 12].map((nth) =>
        before('heartbeat', { nth }, stepClock(anyWorker, { by: -900, for: seconds(1) })),
      ),
      ...[7, 16].map((nth) => before('heartbeat', { nth }, stepClock(anyWorker, { by: 1500, for: 400 }))),
      before('sweep', { nth: 8 }, stepClock('d1', { by: seconds(1), for: 600 })),
      before('claim', { nth: 6 }, skewClock(anyWorker, { by: -400, for: seconds(2) })),
    ],
  },
});
