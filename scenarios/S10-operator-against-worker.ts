/**
 * An operator cancels, replans and retries tasks while workers are busy with them, have just finished them, or wait
 * for a retry. Whoever comes second is refused; also a worker that hears of it only when it completes.
 */
import {
  after,
  allAtOnce,
  anyWorker,
  attemptsBounded,
  backoffKept,
  between,
  dies,
  fails,
  failsForGood,
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
  id: 'S10-operator-against-worker',
  says: 'An operator and a worker who act on one task at once leave it where one of them put it.',
  needs: ['operator', 'lease', 'fencing', 'retry', 'backoff', 'events'],
  guards: [singleHolder, attemptsBounded, backoffKept],
  mustSee: ['stale-write-refused', 'killed'],
  control: 'operator-skips-table',
  simulated: {
    actors: { workers: 4, operators: 2 },
    work: [
      tasks({
        // Replanned while it waits for its retry: the wait goes on.
        named: 'waiting',
        count: 1,
        arrivals: allAtOnce(),
        priority: 'P0',
        runs: [fails({ for: seconds(2) }), works({ for: seconds(5) })],
      }),
      tasks({
        // Its lease runs out while the watchdog is held, so that the operator comes first.
        named: 'left',
        count: 1,
        arrivals: allAtOnce(),
        priority: 'P0',
        runs: [dies({ for: seconds(2) }), works({ for: seconds(5) })],
      }),
      tasks({
        // Over before its worker's first heartbeat could tell it that the task was cancelled.
        named: 'unheard',
        count: 2,
        arrivals: allAtOnce(),
        priority: 'P0',
        runs: [works({ for: seconds(18) })],
      }),
      tasks({
        // Cancelled in the only run it has: to bring it back would be a second.
        named: 'once',
        count: 1,
        arrivals: allAtOnce(),
        priority: 'P0',
        maxRetries: 0,
        runs: [works({ for: seconds(60) })],
      }),
      tasks({
        // Fails while the watchdog is held, and is replanned before anybody has returned it to the queue.
        named: 'stumbled',
        count: 1,
        arrivals: allAtOnce(),
        priority: 'P0',
        runs: [fails({ for: seconds(62) }), works({ for: seconds(5) })],
      }),
      tasks({
        // Retried by an operator, which uses up its only retry: its second failure is the last.
        named: 'tired',
        count: 1,
        arrivals: allAtOnce(),
        maxRetries: 1,
        runs: [failsForGood({ for: seconds(2) }), fails({ for: seconds(2) })],
      }),
      tasks({
        named: 'held',
        count: 8,
        arrivals: allAtOnce(),
        runs: [works({ for: between(seconds(100), minutes(3)) })],
      }),
      tasks({ named: 'brief', count: 8, arrivals: perMinute(2), runs: [works({ for: seconds(5) })] }),
      tasks({
        named: 'hopeless',
        count: 2,
        arrivals: allAtOnce(),
        maxRetries: 0,
        runs: [fails({ for: seconds(2) }), works({ for: seconds(5) })],
      }),
    ],
    operations: [
      { at: seconds(10), op: 'cancel', task: 'unheard-1' },
      { at: seconds(12), op: 'cancel', task: 'unheard-2' },
      { at: seconds(15), op: 'replan', task: 'waiting-1' },
      { at: seconds(20), op: 'cancel', task: 'once-1' },
      { at: seconds(30), op: 'replan', task: 'once-1' },
      { at: seconds(40), op: 'cancel', task: 'held-1' },
      { at: seconds(50), op: 'cancel', task: 'held-2' },
      // At work under a lease that is alive: to be retried it would have to be stopped first.
      { at: seconds(52), op: 'retry', task: 'stumbled-1' },
      { at: seconds(55), op: 'replan', task: 'held-3' },
      { at: seconds(75), op: 'retry', task: 'left-1' },
      { at: seconds(79), op: 'replan', task: 'stumbled-1' },
      // Leaves a worker free for what must wait.
      { at: seconds(80), op: 'cancel', task: 'held-4' },
      { at: minutes(4), op: 'retry', task: 'held-1' },
      { at: minutes(5), op: 'replan', task: 'held-2' },
      { at: minutes(12), op: 'retry', task: 'tired-1' },
      { at: minutes(15), op: 'retry', task: 'hopeless-1' },
      // Long done: there is nothing left to cancel.
      { at: minutes(16), op: 'cancel', task: 'brief-1' },
    ],
    faults: [
      after(seconds(60), pause('d1', { for: minutes(1) })),
      after(minutes(2), kill(anyWorker, { for: seconds(5) })),
    ],
  },
  real: {
    actors: { workers: 3, operators: 1 },
    work: [
      tasks({ named: 'held', count: 5, arrivals: allAtOnce(), runs: [works({ for: between(900, 1500) })] }),
      tasks({ named: 'brief', count: 6, arrivals: perMinute(300), runs: [works({ for: 60 })] }),
    ],
    operations: [
      { at: 400, op: 'cancel', task: 'held-1' },
      { at: 500, op: 'cancel', task: 'held-2' },
      { at: seconds(3), op: 'retry', task: 'held-1' },
      { at: seconds(5), op: 'cancel', task: 'brief-1' },
    ],
    faults: [after(seconds(1), kill(anyWorker, { for: 200 }))],
  },
});
