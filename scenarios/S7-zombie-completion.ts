/**
 * A worker is held just before it completes until another worker has done the same task; then it wakes and completes
 * it again. All workers claim under one name, so that only the fence tells the two apart.
 */
import {
  anyWorker,
  before,
  between,
  fencedSettlement,
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
  id: 'S7-zombie-completion',
  says: 'A worker that wakes after its task was done by another completes nothing.',
  needs: ['lease', 'fencing', 'retry', 'events'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['lease-expired', 'stale-write-refused', 'requeued', 'paused'],
  control: 'complete-forgets-status',
  simulated: {
    actors: { workers: 6, workerName: 'pool' },
    work: [
      tasks({
        named: 'job',
        count: 30,
        arrivals: perMinute(6),
        runs: [works({ for: between(seconds(5), seconds(30)) })],
      }),
    ],
    faults: [3, 9, 15, 22].map((nth) => before('complete', { nth }, pause(anyWorker, { for: minutes(5) }))),
  },
  real: {
    actors: { workers: 4, workerName: 'pool' },
    work: [
      tasks({ named: 'job', count: 14, arrivals: perMinute(400), runs: [works({ for: between(50, 300) })] }),
    ],
    faults: [2, 6].map((nth) => before('complete', { nth }, pause(anyWorker, { for: 4000 }))),
  },
});
