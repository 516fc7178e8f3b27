/**
 * Reports around the hard limit of 3,500 tokens: far below, soft, exactly at it, one above it and far above it.
 * A worker that dies after its run makes the lease expire beside the guardrail; an operator frees a blocked task.
 */
import {
  after,
  anyWorker,
  between,
  hardBudgetBlocks,
  kill,
  minutes,
  oneOf,
  perMinute,
  scenario,
  seconds,
  tasks,
  works,
} from '../harness/index.js';

/** Each kind often enough that no seed lacks one. */
const allowed = oneOf(0, 1200, 2000, 2001, 3000, 3500);
const tooMany = oneOf(3501, 3501, 3600, 50_000);

export default scenario({
  id: 'S4-budget-hard-exceed',
  says: 'A report above the hard limit blocks its task at once, and nothing more is accepted until an operator acts.',
  needs: ['budget', 'lease', 'events'],
  guards: [hardBudgetBlocks],
  mustSee: ['hard-exceed-blocked', 'hard-limit-allowed'],
  control: 'guardrail-only-logs',
  simulated: {
    actors: { submitters: 2, workers: 4, watchdogs: 1, operators: 1 },
    work: [
      tasks({
        named: 'frugal',
        count: 60,
        arrivals: perMinute(6),
        runs: [works({ for: between(seconds(2), seconds(40)), tokens: allowed })],
      }),
      tasks({
        named: 'exact',
        count: 6,
        arrivals: perMinute(1),
        runs: [works({ for: between(seconds(2), seconds(30)), tokens: 3500 })],
      }),
      tasks({
        named: 'wasteful',
        count: 24,
        arrivals: perMinute(3),
        // The second run is the one an operator asks for: it keeps to the budget.
        runs: [
          works({ for: between(seconds(2), seconds(40)), tokens: tooMany }),
          works({ for: seconds(5), tokens: 900 }),
        ],
      }),
    ],
    operations: [
      { at: minutes(12), op: 'replan', task: 'wasteful-1' },
      { at: minutes(13), op: 'retry', task: 'wasteful-2' },
      // Long done: there is nothing left to cancel.
      { at: minutes(14), op: 'cancel', task: 'frugal-1' },
    ],
    faults: [after(minutes(2), kill(anyWorker, { for: seconds(5) }))],
  },
  real: {
    actors: { submitters: 1, workers: 3, watchdogs: 1, operators: 1 },
    work: [
      tasks({
        named: 'frugal',
        count: 20,
        arrivals: perMinute(400),
        runs: [works({ for: between(50, 400), tokens: allowed })],
      }),
      tasks({
        named: 'exact',
        count: 3,
        arrivals: perMinute(200),
        runs: [works({ for: between(50, 300), tokens: 3500 })],
      }),
      tasks({
        named: 'wasteful',
        count: 10,
        arrivals: perMinute(300),
        runs: [works({ for: between(50, 400), tokens: tooMany }), works({ for: 100, tokens: 900 })],
      }),
    ],
    operations: [
      { at: seconds(4), op: 'replan', task: 'wasteful-1' },
      { at: seconds(5), op: 'cancel', task: 'frugal-1' },
    ],
    faults: [after(seconds(1), kill(anyWorker, { for: 200 }))],
  },
});
