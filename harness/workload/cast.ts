/**
 * Who takes part in a run, by name: submitters `s1…`, workers `w1…`, watchdogs `d1…`, operators `o1…`.
 * The names are those a plan's faults may aim at.
 */
import { type Actors, isOfStore, type Plan } from '../scenario/plan.js';

export interface Cast {
  readonly submitters: readonly string[];
  readonly workers: readonly string[];
  readonly watchdogs: readonly string[];
  readonly operators: readonly string[];
}

export function castOf(actors: Actors): Cast {
  return {
    submitters: names('s', actors.submitters),
    workers: names('w', actors.workers),
    watchdogs: names('d', actors.watchdogs),
    operators: names('o', actors.operators),
  };
}

/** @throws when a plan cannot be played: nobody for its work, or a fault aimed at nobody. */
export function checkPlan(plan: Plan): void {
  const cast = castOf(plan.actors);
  if (plan.tasks.length > 0 && cast.submitters.length === 0) {
    throw new Error(
      `plan of ${plan.scenario}: expected a submitter for its ${plan.tasks.length} tasks, got none`,
    );
  }
  if (plan.operations.length > 0 && cast.operators.length === 0) {
    throw new Error(`plan of ${plan.scenario}: expected an operator for its operations, got none`);
  }
  const ids = new Set<string>();
  for (const { id } of plan.faults) {
    if (ids.has(id)) {
      throw new Error(
        `plan of ${plan.scenario}: expected an id of its own for every fault, found ${id} twice`,
      );
    }
    ids.add(id);
  }
  const targets = ['any', ...Object.values(cast).flat()];
  for (const fault of plan.faults) {
    const isWithin = 'phase' in fault.anchor && fault.anchor.phase === 'mid';
    if (isWithin && plan.backend === undefined && fault.kind !== 'kill') {
      throw new Error(
        `plan of ${plan.scenario}: fault ${fault.id} is a ${fault.kind} in the midst of a call; expected a kill there`,
      );
    }
    if (isOfStore(fault.kind) || targets.includes(fault.target)) continue;
    throw new Error(
      `plan of ${plan.scenario}: fault ${fault.id} is aimed at ${fault.target}; expected one of ${targets.join(', ')}`,
    );
  }
}

/** Deals items out in turn; answers each taker's share. */
export function dealt<Item>(items: readonly Item[], takers: number): readonly (readonly Item[])[] {
  return Array.from({ length: takers }, (_, taker) =>
    items.filter((_item, index) => index % takers === taker),
  );
}

function names(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}
