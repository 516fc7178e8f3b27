/**
 * The same work submitted again: at the same instant by another submitter, while the first is being worked on, and
 * long after it is done; under another id with the same key, and under the same id.
 */
import {
  after,
  anyWorker,
  between,
  fails,
  fencedSettlement,
  kill,
  minutes,
  oneRunPerKey,
  perMinute,
  sameId,
  sameKey,
  scenario,
  seconds,
  share,
  sometimes,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S3-duplicate-dispatch',
  says: 'The same work handed in twice is done once; the later task says whose result it reuses.',
  needs: ['idempotency', 'lease', 'fencing', 'retry', 'events'],
  guards: [oneRunPerKey, fencedSettlement],
  mustSee: ['duplicate-key-open', 'duplicate-key-after-done', 'requeued'],
  control: 'key-ignored',
  simulated: {
    actors: { submitters: 4, workers: 5, watchdogs: 1 },
    work: [
      tasks({
        named: 'order',
        count: 60,
        arrivals: perMinute(4),
        runs: [
          sometimes(
            share(0.15),
            fails({ for: between(seconds(1), seconds(10)) }),
            works({ for: between(seconds(5), seconds(40)) }),
          ),
        ],
        duplicates: [
          sameKey({ share: share(0.6), after: [0, between(seconds(1), seconds(30)), minutes(20)] }),
          sameId({ share: share(0.2), after: [0, seconds(30)] }),
        ],
      }),
      // Fails first: its twins must wait for its retry.
      tasks({
        named: 'hiccup',
        count: 4,
        arrivals: perMinute(1),
        runs: [fails({ for: seconds(3) }), works({ for: seconds(10) })],
        duplicates: [sameKey({ share: share(1), after: [0, seconds(10)] })],
      }),
    ],
    faults: [
      after(minutes(3), kill(anyWorker, { for: seconds(5) })),
      after(minutes(8), kill(anyWorker, { for: seconds(5) })),
    ],
  },
  real: {
    actors: { submitters: 2, workers: 3, watchdogs: 1 },
    work: [
      tasks({
        named: 'order',
        count: 10,
        arrivals: perMinute(400),
        runs: [sometimes(share(0.15), fails({ for: between(20, 100) }), works({ for: between(100, 400) }))],
        duplicates: [
          sameKey({ share: share(0.8), after: [0, between(20, 200), between(4500, 5000)] }),
          sameId({ share: share(0.2), after: [0, 300] }),
        ],
      }),
      tasks({
        named: 'hiccup',
        count: 2,
        arrivals: perMinute(200),
        runs: [fails({ for: 50 }), works({ for: 200 })],
        duplicates: [sameKey({ share: share(1), after: [0, 100] })],
      }),
    ],
    faults: [after(seconds(1), kill(anyWorker, { for: 200 }))],
  },
});
