/** How large a plan is: what a shrink makes smaller. */
import type { Plan } from '../scenario/plan.js';

export interface PlanSize {
  readonly faults: number;
  readonly actors: number;
  /** Submissions. */
  readonly tasks: number;
  /** How long its run lasts in virtual time, ms. */
  readonly simulatedMs: number;
}

export function planSize({ faults, actors, tasks }: Plan, simulatedMs: number): PlanSize {
  const { submitters, workers, watchdogs, operators } = actors;
  return {
    faults: faults.length,
    actors: submitters + workers + watchdogs + operators,
    tasks: tasks.length,
    simulatedMs,
  };
}

/** `8 faults -> 1, 14 actors -> 4, …` */
export function sizesText(from: PlanSize, to: PlanSize): string {
  const minutes = (ms: number) => (ms / 60_000).toFixed(1);
  return [
    `${from.faults} faults -> ${to.faults}`,
    `${from.actors} actors -> ${to.actors}`,
    `${from.tasks} tasks -> ${to.tasks}`,
    `${minutes(from.simulatedMs)} simulated minutes -> ${minutes(to.simulatedMs)}`,
  ].join(', ');
}
