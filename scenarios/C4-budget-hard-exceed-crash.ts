/**
 * Reports around the hard limit (S4) from workers that die around them: a task is blocked and its worker never hears
 * of it, or the worker dies before it can say what it used.
 */
import {
  between,
  hardBudgetBlocks,
  oneOf,
  perMinute,
  scenario,
  seconds,
  tasks,
  works,
} from '../harness/index.js';
import { crashesAround } from './crashes.js';

export default scenario({
  id: 'C4-budget-hard-exceed-crash',
  says: 'A report above the hard limit blocks its task, also when its worker does not live to hear so.',
  needs: ['budget', 'lease', 'retry', 'events'],
  guards: [hardBudgetBlocks],
  mustSee: ['hard-exceed-blocked', 'hard-limit-allowed', 'requeued', 'killed'],
  control: 'guardrail-only-logs',
  simulated: {
    actors: { workers: 4 },
    work: [
      tasks({
        named: 'exact',
        count: 12,
        arrivals: perMinute(4),
        runs: [works({ for: between(seconds(2), seconds(30)), tokens: 3500 })],
      }),
      tasks({
        named: 'wasteful',
        count: 12,
        arrivals: perMinute(4),
        runs: [works({ for: between(seconds(2), seconds(30)), tokens: oneOf(3501, 9000) })],
      }),
    ],
    faults: crashesAround('report', {
      before: [2, 7, 13],
      after: { w1: 1, w2: 2, w3: 3, w4: 4 },
      for: seconds(5),
    }),
  },
  real: {
    actors: { workers: 3 },
    work: [
      tasks({
        named: 'exact',
        count: 6,
        arrivals: perMinute(300),
        runs: [works({ for: between(50, 200), tokens: 3500 })],
      }),
      tasks({
        named: 'wasteful',
        count: 6,
        arrivals: perMinute(300),
        runs: [works({ for: between(50, 200), tokens: oneOf(3501, 9000) })],
      }),
    ],
    faults: crashesAround('report', { before: [2, 7], after: { w1: 1, w2: 2 }, for: 200 }),
  },
});
