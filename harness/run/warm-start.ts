/**
 * Opens every actor's first incarnation before the run's clock starts. Real processes take their time to come up, and a
 * fault planned for the second second must not strike while nobody is there.
 */
import type { Plan } from '../scenario/plan.js';
import type { SutActor, SutHandle } from '../sut.js';
import { castOf } from '../workload/cast.js';

/** What a run needs of a system while it is played. */
export type Stage = Pick<SutHandle, 'openActor' | 'lockStore'>;

/** Opens `w1/1` and all the others; the answer hands each out once, and opens later incarnations when asked. */
export async function warmStart(handle: SutHandle, plan: Plan): Promise<Stage> {
  const ids = Object.values(castOf(plan.actors))
    .flat()
    .map((name) => `${name}/1`);
  const actors = await Promise.all(ids.map((id) => handle.openActor(id)));
  const waiting = new Map<string, SutActor>(ids.map((id, index) => [id, actors[index] as SutActor]));
  return {
    async openActor(id) {
      const actor = waiting.get(id);
      waiting.delete(id);
      return actor ?? handle.openActor(id);
    },
    lockStore: () => handle.lockStore(),
  };
}
