/**
 * A call is cut off in its midst: the disk fails at one of its statements or at its commit, or its process is killed
 * between two of them. The transaction is undone; the error is a refusal, unless it was the commit that failed.
 */
import {
  anyWorker,
  before,
  between,
  during,
  fails,
  fencedSettlement,
  ioError,
  kill,
  perMinute,
  scenario,
  seconds,
  share,
  singleHolder,
  sometimes,
  tasks,
  works,
} from '../harness/index.js';

const statement = between(1, 7);

export default scenario({
  id: 'S20-io-errors',
  says: 'A call that is cut off in its midst, by its disk or by its death, leaves nothing half-written.',
  needs: ['lease', 'fencing', 'retry', 'events', 'store-faults'],
  guards: [singleHolder, fencedSettlement],
  mustSee: ['io-error', 'killed-within', 'requeued'],
  control: 'rollback-forgotten',
  simulated: {
    actors: { submitters: 2, workers: 5 },
    work: [
      tasks({
        named: 'job',
        count: 80,
        arrivals: perMinute(8),
        runs: [
          sometimes(
            share(0.2),
            fails({ for: between(seconds(1), seconds(10)) }),
            works({ for: between(seconds(2), seconds(50)) }),
          ),
        ],
      }),
    ],
    faults: [
      ...[5, 30, 55].map((nth) => before('enqueue', { nth }, ioError(anyWorker, { for: 400, statement }))),
      ...[20, 45, 80].map((nth) => before('claim', { nth }, ioError(anyWorker, { for: 400, statement }))),
      ...[4, 15, 26, 37].map((nth) =>
        before('complete', { nth }, ioError(anyWorker, { for: 400, statement })),
      ),
      ...[2, 7].map((nth) => before('fail', { nth }, ioError(anyWorker, { for: seconds(3), statement }))),
      ...[30, 70].map((nth) => before('sweep', { nth }, ioError('d1', { for: seconds(12), statement }))),
      // Longer than a lease: whatever that worker does is lost and done again.
      before('complete', { nth: 50 }, ioError(anyWorker, { for: seconds(90), statement: 20 })),
      ...[12, 40].map((nth) => during('enqueue', { nth, statement }, kill(anyWorker, { for: seconds(5) }))),
      ...[10, 20, 32].map((nth) =>
        during('complete', { nth, statement }, kill(anyWorker, { for: seconds(5) })),
      ),
      during('fail', { nth: 5, statement }, kill(anyWorker, { for: seconds(5) })),
    ],
  },
  real: {
    actors: { submitters: 1, workers: 4 },
    work: [
      tasks({
        named: 'job',
        count: 40,
        arrivals: perMinute(600),
        runs: [sometimes(share(0.2), fails({ for: between(20, 100) }), works({ for: between(50, 400) }))],
      }),
    ],
    faults: [
      ...[5, 20].map((nth) => before('enqueue', { nth }, ioError(anyWorker, { for: 60, statement }))),
      ...[10, 30].map((nth) => before('claim', { nth }, ioError(anyWorker, { for: 60, statement }))),
      ...[3, 9, 15].map((nth) => before('complete', { nth }, ioError(anyWorker, { for: 60, statement }))),
      before('fail', { nth: 2 }, ioError(anyWorker, { for: 60, statement })),
      before('complete', { nth: 22 }, ioError(anyWorker, { for: 300, statement: 20 })),
      ...[6, 12].map((nth) => during('complete', { nth, statement }, kill(anyWorker, { for: 200 }))),
      during('enqueue', { nth: 12, statement }, kill(anyWorker, { for: 200 })),
    ],
  },
});
