/**
 * A worker is held just before it reports, or says that it failed, until another worker runs the same task, or has run
 * it to its end; then it wakes and speaks for a run that is no longer its own. All workers claim under one name, so
 * that only the fence tells the two apart.
 */
import {
  anyWorker,
  before,
  between,
  fails,
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
  id: 'S17-stale-report',
  says: 'A report or failure of a run that was taken away is refused, also while another run of the task goes on.',
  needs: ['lease', 'fencing', 'retry', 'budget', 'events'],
  guards: [fencedSettlement, singleHolder],
  mustSee: ['lease-expired', 'stale-write-refused', 'requeued', 'paused'],
  control: 'report-ignores-fence',
  simulated: {
    actors: { workers: 10, workerName: 'pool' },
    work: [
      tasks({
        named: 'job',
        count: 30,
        arrivals: perMinute(3),
        runs: [works({ for: between(seconds(80), seconds(110)), tokens: 900 })],
      }),
      tasks({
        named: 'lame',
        count: 8,
        arrivals: perMinute(1),
        runs: [fails({ for: seconds(90) }), works({ for: between(seconds(80), seconds(110)) })],
      }),
    ],
    faults: [
      ...[3, 9, 15, 22].map((nth) => before('report', { nth }, pause(anyWorker, { for: seconds(150) }))),
      ...[5, 12].map((nth) => before('report', { nth }, pause(anyWorker, { for: minutes(6) }))),
      ...[2, 5].map((nth) => before('fail', { nth }, pause(anyWorker, { for: seconds(130) }))),
    ],
  },
  real: {
    actors: { workers: 4, workerName: 'pool' },
    work: [
      tasks({
        named: 'job',
        count: 8,
        arrivals: perMinute(60),
        runs: [works({ for: between(1400, 1800), tokens: 900 })],
      }),
    ],
    faults: [2, 5].map((nth) => before('report', { nth }, pause(anyWorker, { for: 2400 }))),
  },
});
