/** The figures and the cast of a swarm plan: limits so tight that ordinary trouble reaches them. */
import type { Knobs } from '../../gates/record/history.js';
import { minutes, seconds } from '../scenario/drawn.js';
import type { Actors, Plan, PlannedOperation, PlannedTask } from '../scenario/plan.js';
import type { Random } from '../sim/random.js';

/** Long enough for every retry of every task, so that only a queue that stands still is late. */
const DRAIN_MS = minutes(240);

/** Other leases, polls, sweeps and backoffs; budgets stay. */
export function swarmKnobs(own: Knobs, random: Random): Knobs {
  const leaseMs = seconds(random.pick([5, 15, 30, 60, 120]));
  return {
    ...own,
    leaseMs,
    heartbeatMs: Math.floor(leaseMs / random.pick([2, 3, 6])),
    pollMs: random.pick([500, 1000, 2000, 5000]),
    sweepMs: seconds(random.pick([1, 5, 30])),
    backoffMs: random.pick([
      [seconds(1)],
      [seconds(2), seconds(5), seconds(15)],
      [seconds(30)],
      own.backoffMs,
    ]),
    drainMs: DRAIN_MS,
  };
}

/** Parts of the tasks that may be left for the time after the heal; none: every fault strikes before it. */
const LEFT_OPEN = [0, 0, 0.1, 0.3, 0.6, 1] as const;

/** Two plans in three are healed while work is open, so that the system has something to recover. */
export function swarmHeal(tasks: readonly PlannedTask[], random: Random): Pick<Plan, 'healAtOpen'> {
  const healAtOpen = Math.ceil(random.pick(LEFT_OPEN) * tasks.length);
  return healAtOpen === 0 ? {} : { healAtOpen };
}

/** Part of the plans in which the system's own programs are at work. */
const OF_THE_SYSTEM = 0.25;

/** Two to six workers, sometimes all under one name, sometimes asking in step, sometimes the system's own. */
export function swarmActors(own: Actors, operations: readonly PlannedOperation[], random: Random): Actors {
  return {
    submitters: 1 + random.integer(3),
    workers: 2 + random.integer(5),
    watchdogs: 1 + random.integer(2),
    operators: operations.length > 0 ? Math.max(1, own.operators) : own.operators,
    ...(random.next() < 0.3 && { workerName: 'pool' }),
    ...(random.next() < 0.3 && { polling: 'in-step' as const }),
    ...((random.next() < OF_THE_SYSTEM || own.programs !== undefined) && { programs: 'system' as const }),
  };
}
