/**
 * A completion and a sweep meet at the end of a lease: workers are held just before they complete for about as long as
 * their lease lasts, some a little less, some a little more, while two watchdogs sweep without rest.
 */
import {
  anyWorker,
  before,
  between,
  fencedSettlement,
  pause,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S9-watchdog-against-completion',
  says: 'A completion that meets a sweep either counts or is refused; the task is never both done and put back.',
  needs: ['lease', 'fencing', 'retry', 'events'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['lease-expired', 'stale-write-refused', 'requeued', 'paused'],
  control: 'settle-uses-newest-fence',
  simulated: {
    knobs: { sweepMs: 100 },
    actors: { workers: 5, watchdogs: 2 },
    work: [
      tasks({
        named: 'close',
        count: 40,
        arrivals: perMinute(12),
        runs: [works({ for: seconds(5) }), works({ for: seconds(50) })],
      }),
    ],
    faults: [
      ...[2, 5, 8, 11, 14, 17, 20, 23].map((nth) =>
        before('complete', { nth }, pause(anyWorker, { for: between(seconds(54), seconds(56)) })),
      ),
      // So long that another worker holds the task by then.
      ...[26, 30].map((nth) => before('complete', { nth }, pause(anyWorker, { for: seconds(150) }))),
    ],
  },
  real: {
    knobs: { sweepMs: 40 },
    actors: { workers: 4, watchdogs: 2 },
    work: [
      tasks({
        named: 'close',
        count: 16,
        arrivals: perMinute(400),
        runs: [works({ for: 100 }), works({ for: 1500 })],
      }),
    ],
    faults: [
      ...[2, 5, 8].map((nth) => before('complete', { nth }, pause(anyWorker, { for: between(1050, 1150) }))),
      before('complete', { nth: 10 }, pause(anyWorker, { for: 2400 })),
    ],
  },
});
