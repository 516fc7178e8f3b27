/** What several planted bugs have in common: a watchdog that gives tasks their whole retry budget back. */
import type { Store, TaskId } from '../../../../core/index.js';

/** Puts the tasks back into the queue, as if none of their runs had been. */
export async function runAgain(store: Store, ids: readonly TaskId[]): Promise<void> {
  for (const id of ids) {
    await store.operate({ kind: 'replan', id, by: 'watchdog:mutant', notes: 'reset', retries: 'reset' });
  }
}
