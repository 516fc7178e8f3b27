/**
 * What is asked for is done, and the answer gets lost: of submissions, claims, heartbeats, reports and completions.
 * Whoever got no answer asks for the same again: a submission under its id, a completion with its fence.
 */
import {
  afterCall,
  anyWorker,
  between,
  fencedSettlement,
  loseReplies,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S19-lost-replies',
  says: 'What is asked for twice, because the first answer got lost, is done once.',
  needs: ['lease', 'fencing', 'retry', 'budget', 'events'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['reply-lost', 'lost-reply-retried', 'requeued'],
  control: 'lost-reply-requeues',
  simulated: {
    actors: { submitters: 2, workers: 5 },
    work: [
      tasks({
        named: 'job',
        count: 80,
        arrivals: perMinute(8),
        runs: [works({ for: between(seconds(2), seconds(50)), tokens: 900 })],
      }),
    ],
    faults: [
      ...[4, 20, 41].map((nth) => afterCall('enqueue', { nth }, loseReplies(anyWorker, { for: 1 }))),
      ...[3, 12, 25, 40, 60].map((nth) => afterCall('complete', { nth }, loseReplies(anyWorker, { for: 1 }))),
      // Who does not know what its report did drops the run: its lease runs out, and another does the work.
      ...[10, 30].map((nth) => afterCall('report', { nth }, loseReplies(anyWorker, { for: 1 }))),
      afterCall('heartbeat', { nth: 20 }, loseReplies(anyWorker, { for: 1 })),
      ...['w1', 'w2', 'w3'].map((worker) => afterCall('claim', { nth: 5 }, loseReplies(worker, { for: 1 }))),
      // One worker hears nothing for a while, whatever it asks.
      afterCall('complete', { nth: 50 }, loseReplies(anyWorker, { for: seconds(20) })),
    ],
  },
  real: {
    actors: { submitters: 1, workers: 4 },
    work: [
      tasks({
        named: 'job',
        count: 30,
        arrivals: perMinute(600),
        runs: [works({ for: between(50, 500), tokens: 900 })],
      }),
    ],
    faults: [
      ...[3, 14].map((nth) => afterCall('enqueue', { nth }, loseReplies(anyWorker, { for: 1 }))),
      ...[2, 8, 16].map((nth) => afterCall('complete', { nth }, loseReplies(anyWorker, { for: 1 }))),
      ...['w1', 'w2', 'w3', 'w4'].map((worker) =>
        afterCall('claim', { nth: 2 }, loseReplies(worker, { for: 1 })),
      ),
      ...[4, 11].map((nth) => afterCall('report', { nth }, loseReplies(anyWorker, { for: 1 }))),
      afterCall('complete', { nth: 12 }, loseReplies(anyWorker, { for: 300 })),
    ],
  },
});
