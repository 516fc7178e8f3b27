/** Our own store through its door, with everything on: checks, lease, fence, events, keys, notes. */
import { join } from 'node:path';
import { fencingToken, milliseconds, openStore, systemClock, taskId, workerId } from '../core/index.js';
import { type Mode, payload, type Subject } from './subject.js';

const CALLERS = 100;

/** `each`: one caller, a commit a call; `grouped`: a hundred callers that share commits. */
export async function openGatehouse(
  folder: string,
  mode: Mode,
  commits: 'each' | 'grouped',
): Promise<Subject> {
  const store = await openStore(join(folder, 'store.sqlite'), {
    clock: systemClock,
    actor: 'worker:bench',
    whenMissing: 'create',
    durability: mode,
    commits,
  });
  const width = commits === 'grouped' ? CALLERS : 1;
  const holder = workerId('w1');
  const addOne = (index: number) =>
    store.enqueue({
      id: taskId(`t-${index}`),
      priority: 'P1',
      task: payload(index),
      successCriteria: 'it ran',
    });
  const work = async (): Promise<void> => {
    for (;;) {
      const task = await store.claim(holder, { leaseFor: milliseconds(60_000) });
      if (task === null) return;
      const { id, lease } = task;
      await store.complete({ taskId: id, holder, fence: fencingToken(lease.fence) }, { notes: 'done' });
    }
  };
  const addMany = async (from: number, to: number): Promise<void> => {
    await Promise.all(Array.from({ length: to - from }, (_, nth) => addOne(from + nth)));
  };
  return {
    width,
    addOne,
    ...(commits === 'grouped' && { addMany }),
    drain: () => Promise.all(Array.from({ length: width }, work)),
    done: async () => (await store.census()).byStatus.DONE,
    close: () => store.close(),
  };
}
