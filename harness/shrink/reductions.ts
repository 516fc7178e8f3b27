/**
 * The steps of a shrink, each from a plan that fails to a smaller one that still does: faults first, then actors, then
 * work. Figures of the system are left as they are: with others the plan would be another promise.
 */
import type { Actors, Plan } from '../scenario/plan.js';
import { minimise } from './minimise.js';
import type { Trials } from './trials.js';

/** A step: the plan it is given, or a smaller one that fails in the same way. */
export type Reduction = (plan: Plan, trials: Trials) => Promise<Plan>;

/** Leaves out every fault that the failure does not need. */
export const fewerFaults: Reduction = async (plan, trials) => ({
  ...plan,
  faults: await minimise(plan.faults, (faults) => trials.fails({ ...plan, faults })),
});

const TRADES = ['workers', 'submitters', 'watchdogs', 'operators'] as const;

/** The fewest of each trade, and no special habits. */
export const fewerActors: Reduction = async (plan, trials) => {
  let least = plan;
  for (const trade of TRADES) least = await fewestOf(trade, least, trials);
  for (const habit of ['polling', 'workerName'] as const) {
    const { [habit]: _, ...actors } = least.actors;
    const plain = { ...least, actors };
    if (habit in least.actors && (await trials.fails(plain))) least = plain;
  }
  return least;
};

async function fewestOf(trade: (typeof TRADES)[number], plan: Plan, trials: Trials): Promise<Plan> {
  for (let count = leastOf(trade, plan); count < plan.actors[trade]; count += 1) {
    const actors: Actors = { ...plan.actors, [trade]: count };
    if (await trials.fails({ ...plan, actors })) return { ...plan, actors };
  }
  return plan;
}

/** A queue without a worker or a watchdog cannot be blamed for what it leaves undone. */
function leastOf(trade: (typeof TRADES)[number], plan: Plan): number {
  return trade === 'operators' && plan.operations.length === 0 ? 0 : 1;
}

/**
 * Leaves out submissions and commands that the failure does not need. A fault that hangs on a later call is tried as
 * many calls earlier as submissions are left out: else fillers would have to stay to make up the number.
 */
export const fewerTasks: Reduction = async (plan, trials) => {
  const operations = await minimise(plan.operations, (some) => trials.fails({ ...plan, operations: some }));
  let least: Plan = { ...plan, operations };
  await minimise(plan.tasks, async (tasks) => {
    const fewer = { ...least, tasks };
    for (const candidate of [fewer, ...sooner(fewer, least.tasks.length - tasks.length)]) {
      if (!(await trials.fails(candidate))) continue;
      least = candidate;
      return true;
    }
    return false;
  });
  return least;
};

/** The plan with its faults so many calls earlier, when any of them hangs on a later call than the first. */
function sooner(plan: Plan, calls: number): readonly Plan[] {
  if (!plan.faults.some(({ anchor }) => 'nth' in anchor && anchor.nth > 1)) return [];
  const faults = plan.faults.map((fault) => {
    const { anchor } = fault;
    if ('at' in anchor) return fault;
    return { ...fault, anchor: { ...anchor, nth: Math.max(1, anchor.nth - calls) } };
  });
  return [{ ...plan, faults }];
}
