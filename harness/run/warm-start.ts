/**
 * Opens every actor's first incarnation before the run's clock starts. Real processes take their time to come up, and a
 * fault planned for the second second must not strike while nobody is there.
 */
import type { Plan } from '../scenario/plan.js';
import type { SutActor, SutHandle } from '../sut.js';
import { castOf } from '../workload/cast.js';
import type { OwnPrograms } from '../workload/own/programs.js';

/** What a run needs of a system while it is played. */
export type Stage = Pick<SutHandle, 'openActor' | 'lockStore'> & {
  /** The worker and the watchdog of the system itself, where the plan asks for them; null: those of the harness. */
  readonly programs: OwnPrograms | null;
};

/**
 * Opens `w1/1` and all the others; the answer hands each out once, and opens later incarnations when asked.
 * @throws Error when the plan asks for programs that the system does not bring
 */
export async function warmStart(handle: SutHandle, plan: Plan): Promise<Stage> {
  const ids = Object.values(castOf(plan.actors))
    .flat()
    .map((name) => `${name}/1`);
  const actors = await Promise.all(ids.map((id) => handle.openActor(id)));
  const waiting = new Map<string, SutActor>(ids.map((id, index) => [id, actors[index] as SutActor]));
  return {
    programs: plan.actors.programs === undefined ? null : await programsOf(handle, plan),
    async openActor(id) {
      const actor = waiting.get(id);
      waiting.delete(id);
      return actor ?? handle.openActor(id);
    },
    lockStore: () => handle.lockStore(),
  };
}

async function programsOf(handle: SutHandle, { scenario }: Plan): Promise<OwnPrograms> {
  const programs = await handle.programs?.();
  if (programs !== undefined) return programs;
  throw new Error(
    `plan of ${scenario}: expected a system that brings its own programs, found one that does not`,
  );
}
