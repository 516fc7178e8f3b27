/** Test support: a plan small enough to play in a moment that has work, failures and every kind of fault in it. */
import { TEST_KNOBS } from '../../history/by-hand/history-builder.js';
import { randomFrom } from '../../sim/random.js';
import type { Plan, PlannedTask, RunBehaviour } from '../plan.js';

const KNOBS = {
  ...TEST_KNOBS,
  leaseMs: 30_000,
  heartbeatMs: 8_000,
  pollMs: 1_000,
  sweepMs: 5_000,
  backoffMs: [10_000, 30_000],
  drainMs: 600_000,
};

/** One task a second; what its runs do is drawn from the seed. */
export function smallPlan(seed: number, changes: Partial<Plan> = {}): Plan {
  const random = randomFrom(seed).fork('plan');
  const task = (index: number): PlannedTask => ({
    at: index * 1_000,
    submit: {
      id: `T-${index}`,
      priority: random.pick(['P0', 'P1', 'P2']),
      task: 'x',
      idempotencyKey: `k-${index % 25}`,
    },
    runs: [
      firstRun(random.integer(10), random.integer(6_000)),
      { serviceMs: 500, outcome: 'done', tokens: null },
    ],
    fault: index % 25 === index ? null : 'duplicate-enqueue',
  });
  return {
    scenario: 'small',
    seed,
    knobs: KNOBS,
    actors: { submitters: 2, workers: 3, watchdogs: 1, operators: 1 },
    tasks: Array.from({ length: 30 }, (_, index) => task(index)),
    operations: [
      { at: 9_000, op: 'cancel', task: 'T-20' },
      { at: 60_000, op: 'retry', task: 'T-20' },
    ],
    faults: [
      { id: 'f1', kind: 'kill', target: 'any', anchor: { at: 7_000 }, forMs: 3_000 },
      {
        id: 'f2',
        kind: 'pause',
        target: 'any',
        anchor: { op: 'complete', nth: 3, phase: 'pre' },
        forMs: 45_000,
      },
      {
        id: 'f3',
        kind: 'store-lock',
        target: 'store',
        anchor: { op: 'claim', nth: 9, phase: 'pre' },
        forMs: 2_000,
      },
      {
        id: 'f4',
        kind: 'kill',
        target: 'any',
        anchor: { op: 'complete', nth: 8, phase: 'post' },
        forMs: 500,
      },
    ],
    ...changes,
  };
}

function firstRun(drawn: number, serviceMs: number): RunBehaviour {
  if (drawn === 0) return { serviceMs, outcome: 'die', tokens: null };
  if (drawn === 1) return { serviceMs, outcome: 'permanent', tokens: null };
  if (drawn <= 3) return { serviceMs, outcome: 'transient', tokens: 100 };
  return { serviceMs, outcome: 'done', tokens: drawn === 4 ? 3_501 : 2_500 };
}
