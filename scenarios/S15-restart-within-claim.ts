/**
 * Whoever takes tasks is restarted in the middle of taking one: just before the claim, and when it has been granted
 * and the answer is still under way. The second leaves a task held by nobody who knows of it; the watchdog, restarted
 * as well, must find it.
 */
import {
  afterCall,
  allAtOnce,
  anyWorker,
  attemptsBounded,
  before,
  between,
  fencedSettlement,
  kill,
  minutes,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S15-restart-within-claim',
  says: 'A claim whose answer nobody got costs its task one lease, and no more.',
  needs: ['lease', 'fencing', 'retry', 'events'],
  guards: [singleHolder, fencedSettlement, attemptsBounded],
  mustSee: ['requeued', 'killed'],
  control: 'sweep-forgets-expired-leases',
  simulated: {
    knobs: { pollMs: seconds(5), drainMs: minutes(20) },
    actors: { workers: 4 },
    work: [
      tasks({
        named: 'job',
        count: 30,
        arrivals: allAtOnce(),
        runs: [works({ for: between(seconds(5), seconds(30)) })],
      }),
    ],
    faults: [
      ...[3, 9].map((nth) => before('claim', { nth }, kill(anyWorker, { for: seconds(3) }))),
      // Restarted while it works: its task is claimed, put back and claimed again.
      ...[4, 8].map((nth) => before('complete', { nth }, kill(anyWorker, { for: seconds(3) }))),
      ...[1, 2, 3, 4].map((n) => afterCall('claim', { nth: n }, kill(`w${n}`, { for: seconds(3) }))),
      ...[3, 9].map((nth) => afterCall('sweep', { nth }, kill('d1', { for: seconds(20) }))),
    ],
  },
  real: {
    actors: { workers: 3 },
    work: [
      tasks({ named: 'job', count: 14, arrivals: allAtOnce(), runs: [works({ for: between(50, 300) })] }),
    ],
    faults: [
      before('claim', { nth: 3 }, kill(anyWorker, { for: 200 })),
      before('complete', { nth: 4 }, kill(anyWorker, { for: 200 })),
      ...[1, 2].map((n) => afterCall('claim', { nth: n }, kill(`w${n}`, { for: 200 }))),
      afterCall('sweep', { nth: 4 }, kill('d1', { for: 500 })),
    ],
  },
});
