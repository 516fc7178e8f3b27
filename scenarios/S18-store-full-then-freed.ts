/**
 * The store has no room for a while: at a submission, at a claim, at completions, and once for longer than a lease.
 * What needs no new page still fits; the rest is refused until room is made, and asked for again.
 */
import {
  before,
  between,
  fillStore,
  perMinute,
  scenario,
  seconds,
  singleHolder,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S18-store-full-then-freed',
  says: 'A full store refuses what it has no room for, keeps all it acknowledged, and goes on once there is room.',
  needs: ['lease', 'retry', 'events', 'store-faults'],
  guards: [singleHolder],
  mustSee: ['store-full', 'full-at-complete'],
  control: 'full-disk-swallowed',
  simulated: {
    actors: { submitters: 2, workers: 5 },
    work: [
      tasks({
        named: 'steady',
        count: 100,
        arrivals: perMinute(8),
        runs: [works({ for: between(seconds(2), seconds(50)) })],
      }),
    ],
    faults: [
      before('enqueue', { nth: 10 }, fillStore({ for: seconds(20) })),
      before('claim', { nth: 60 }, fillStore({ for: seconds(30) })),
      before('complete', { nth: 30 }, fillStore({ for: seconds(40) })),
      before('complete', { nth: 50 }, fillStore({ for: seconds(15) })),
      // Longer than a lease: every run of that moment is lost and done again.
      before('complete', { nth: 70 }, fillStore({ for: seconds(120) })),
    ],
  },
  real: {
    actors: { submitters: 1, workers: 4 },
    work: [
      tasks({
        named: 'steady',
        count: 60,
        arrivals: perMinute(600),
        runs: [works({ for: between(50, 500) })],
      }),
    ],
    faults: [
      before('enqueue', { nth: 8 }, fillStore({ for: 400 })),
      before('complete', { nth: 12 }, fillStore({ for: 600 })),
      before('complete', { nth: 35 }, fillStore({ for: 1500 })),
    ],
  },
});
