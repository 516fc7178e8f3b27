/**
 * The same key arrives again while its first task waits, runs, or fails and waits for a retry; submitters die when
 * their submission has been taken and the answer is still under way, and submit again. An operator takes back a task
 * whose key another one has done meanwhile, and one whose key another one is at work on.
 */
import {
  afterCall,
  allAtOnce,
  between,
  fails,
  kill,
  minutes,
  oneRunPerKey,
  perMinute,
  sameKey,
  scenario,
  seconds,
  share,
  tasks,
  works,
} from '../harness/index.js';

export default scenario({
  id: 'S14-duplicate-keys-in-flight',
  says: 'However often a key is in flight at once, one task does its work and the others reuse the result.',
  needs: ['idempotency', 'lease', 'fencing', 'retry', 'operator', 'events'],
  guards: [oneRunPerKey],
  mustSee: ['duplicate-key-open', 'requeued', 'killed'],
  control: 'key-ignored',
  simulated: {
    actors: { submitters: 4, workers: 4, operators: 1 },
    work: [
      tasks({
        // Cancelled, and brought back when its first twin has done the work: both are duplicates of that one.
        named: 'withdrawn',
        count: 1,
        arrivals: allAtOnce(),
        priority: 'P0',
        runs: [works({ for: seconds(20) })],
        duplicates: [sameKey({ share: share(1), after: [seconds(1), minutes(4)] })],
      }),
      tasks({
        // Cancelled, and brought back while its twin is at work: it waits for that one.
        named: 'recalled',
        count: 1,
        arrivals: allAtOnce(),
        priority: 'P0',
        runs: [works({ for: seconds(30) })],
        duplicates: [sameKey({ share: share(1), after: [seconds(1)] })],
      }),
      tasks({
        named: 'order',
        count: 16,
        arrivals: perMinute(8),
        runs: [works({ for: between(seconds(20), seconds(50)) })],
        duplicates: [sameKey({ share: share(1), after: [0, 0, between(seconds(1), seconds(20))] })],
      }),
      tasks({
        named: 'hiccup',
        count: 6,
        arrivals: perMinute(4),
        runs: [fails({ for: seconds(3) }), works({ for: seconds(10) })],
        duplicates: [sameKey({ share: share(1), after: [0, seconds(30)] })],
      }),
    ],
    operations: [
      { at: seconds(5), op: 'cancel', task: 'withdrawn-1' },
      { at: seconds(6), op: 'cancel', task: 'recalled-1' },
      { at: seconds(32), op: 'replan', task: 'recalled-1' },
      { at: minutes(2), op: 'replan', task: 'withdrawn-1' },
    ],
    faults: [
      ...[1, 2, 3].map((n) => afterCall('enqueue', { nth: n * 3 }, kill(`s${n}`, { for: seconds(2) }))),
      afterCall('complete', { nth: 2 }, kill('w1', { for: seconds(5) })),
    ],
  },
  real: {
    actors: { submitters: 2, workers: 3 },
    work: [
      tasks({
        named: 'order',
        count: 8,
        arrivals: perMinute(300),
        runs: [works({ for: between(100, 400) })],
        duplicates: [sameKey({ share: share(1), after: [0, between(20, 200)] })],
      }),
      tasks({
        named: 'hiccup',
        count: 2,
        arrivals: perMinute(200),
        runs: [fails({ for: 50 }), works({ for: 100 })],
        duplicates: [sameKey({ share: share(1), after: [0, 100] })],
      }),
    ],
    faults: [
      afterCall('enqueue', { nth: 5 }, kill('s1', { for: 200 })),
      afterCall('complete', { nth: 2 }, kill('w1', { for: 200 })),
    ],
  },
});
