/**
 * Swarm testing: from a scenario's plan to another one in which a random subset of everything that can go wrong is
 * switched on. Plans that leave much out reach states that a plan with everything in it never does.
 */
import type { Plan } from '../scenario/plan.js';
import { planForm } from '../scenario/plan-form.js';
import { type Random, randomFrom } from '../sim/random.js';
import { swarmActors, swarmHeal, swarmKnobs } from './surroundings.js';
import { STRIKING_KINDS, swarmFaults } from './swarm-faults.js';
import { swarmOperations, swarmTasks } from './swarm-work.js';

/** What a seed may switch on. `planned` keeps the faults the scenario itself asks for. */
export const SWARM_KINDS = [
  'planned',
  ...STRIKING_KINDS,
  'errors',
  'deaths',
  'duplicates',
  'budget',
  'retries',
  'operators',
] as const;
export type SwarmKind = (typeof SWARM_KINDS)[number];

/** The kinds a seed switches on, each with a chance of one half. */
export function kindsOf(random: Random): ReadonlySet<SwarmKind> {
  return new Set(SWARM_KINDS.filter((kind) => random.fork(kind).next() < 0.5));
}

/**
 * The plan with another subset of faults, other figures, and part of its work. Pure: same plan, same answer. It comes
 * in the form its file is read in: the order of a call's arguments is part of the history, which a replay compares.
 */
export function swarm(plan: Plan): Plan {
  const random = randomFrom(plan.seed).fork('swarm').fork(plan.scenario);
  const kinds = kindsOf(random.fork('kinds'));
  const knobs = swarmKnobs(plan.knobs, random.fork('knobs'));
  const tasks = swarmTasks({ ...plan, knobs }, kinds, random.fork('tasks'));
  const operations = kinds.has('operators')
    ? swarmOperations(tasks, random.fork('operations'))
    : plan.operations;
  const actors = swarmActors(plan.actors, operations, random.fork('actors'));
  const own = kinds.has('planned') ? plan.faults.filter(({ target }) => isNobodyInParticular(target)) : [];
  const drawn = swarmFaults({ ...plan, knobs, tasks, actors }, kinds, random.fork('faults'));
  const faults = [...own, ...drawn].map((fault, position) => ({ ...fault, id: `f${position + 1}` }));
  const heal = swarmHeal(tasks, random.fork('heal'));
  return planForm.parse({ ...plan, knobs, actors, tasks, operations, faults, ...heal });
}

/** A fault aimed at one actor may find that this plan has no such actor. */
function isNobodyInParticular(target: string): boolean {
  return target === 'any' || target === 'store';
}
