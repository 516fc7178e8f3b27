/**
 * What goes wrong, and why it is worth trying, in two or three sentences. The sentence under `says` is for the report.
 */
import {
  anyWorker,
  before,
  between,
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
  id: 'S0-template',
  says: 'Whatever happens to its workers, a task is done once.',
  // What the system must offer; a system without it is not run.
  needs: ['lease', 'fencing', 'retry', 'events'],
  // The invariants it gives chances to break, beyond those that every scenario does.
  guards: [singleHolder, fencedSettlement],
  // What must really have happened; a run without it is `unexercised`, never a pass.
  mustSee: ['lease-expired', 'requeued', 'killed', 'paused'],
  // The planted bug that must make it fail: one of harness/adapters/orch/mutants.
  control: 'sweep-forgets-expired-leases',
  // Virtual time: production-like lengths.
  simulated: {
    knobs: { drainMs: minutes(20) },
    actors: { workers: 4, workerName: 'pool' },
    work: [
      tasks({
        named: 'job',
        count: 30,
        arrivals: perMinute(6),
        runs: [works({ for: between(seconds(5), seconds(40)) }), works({ for: seconds(110) })],
      }),
    ],
    faults: [
      ...[3, 9, 15].map((nth) => before('complete', { nth }, pause(anyWorker, { for: seconds(150) }))),
      before('heartbeat', { nth: 5 }, kill(anyWorker, { for: seconds(5) })),
    ],
  },
  // Processes on the wall clock: the same in seconds. A lease lasts 1,200 ms.
  real: {
    actors: { workers: 4, workerName: 'pool' },
    work: [
      tasks({
        named: 'job',
        count: 14,
        arrivals: perMinute(400),
        runs: [works({ for: between(50, 600) }), works({ for: 2000 })],
      }),
    ],
    faults: [
      before('complete', { nth: 2 }, pause(anyWorker, { for: 2600 })),
      before('heartbeat', { nth: 2 }, kill(anyWorker, { for: 200 })),
    ],
  },
});
