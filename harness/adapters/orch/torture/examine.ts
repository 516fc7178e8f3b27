/** Opens a store as the next process would after a kill, and finds whatever is wrong with it. */
import {
  checkStore,
  eventSeq,
  openStore,
  type Store,
  seconds,
  systemClock,
  type TaskEvent,
  workerId,
} from '../../../../core/index.js';
import { reckon } from './reckoning.js';
import type { Testimony } from './testimony.js';

/**
 * Every finding, worded for a person: of the engine, of the log against the rows, of the log against what the victims
 * were told, and of the store at work. `testimonies` are by actor.
 */
export async function examine(
  path: string,
  testimonies: ReadonlyMap<string, Testimony>,
): Promise<readonly string[]> {
  const store = await openStore(path, { clock: systemClock, actor: 'examiner', whenMissing: 'create' });
  try {
    return [
      ...(await checkStore(store, { cap: Number.MAX_SAFE_INTEGER, zone: 0 })),
      ...reckon(await everyEvent(store), testimonies),
      ...(await stillWorks(store)),
    ];
  } finally {
    await store.close();
  }
}

async function everyEvent(store: Store): Promise<readonly TaskEvent[]> {
  return store.eventsAfter(eventSeq(0), { limit: Number.MAX_SAFE_INTEGER });
}

/** Adds a task, claims one and settles it. */
async function stillWorks(store: Store): Promise<readonly string[]> {
  const { length } = await store.list({ limit: Number.MAX_SAFE_INTEGER });
  await store.enqueue({ id: `examiner-${length}`, priority: 'P2', task: 'x', successCriteria: 'x' });
  const task = await store.claim(workerId('examiner'), { leaseFor: seconds(60) });
  if (task === null) return ['a task was added and nothing can be claimed'];
  const { status } = await store.complete(task.lease, { notes: 'examined' });
  return status === 'DONE' ? [] : [`a completed task is ${status}`];
}
