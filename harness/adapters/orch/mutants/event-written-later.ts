/** Breaks INV-09: the event of a completion has a transaction of its own, which a process that dies never makes. */
import type { Task } from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

/** Tasks whose event was never written, by the path of their store. */
const unwritten = new Map<string, Set<Task['id']>>();

export const eventWrittenLater: Mutant = {
  name: 'event-written-later',
  breaks: 'INV-09',
  says: 'The event of a completion is written after its commit: a worker that is killed between leaves none.',
  wrap(store, location) {
    const missing = unwritten.get(location) ?? new Set();
    unwritten.set(location, missing);
    let waiting: Task['id'] | null = null;
    return {
      ...store,
      async complete(proof, completion) {
        const task = await store.complete(proof, completion);
        waiting = task.id;
        return task;
      },
      async claim(holder, terms) {
        waiting = null;
        return store.claim(holder, terms);
      },
      async close() {
        if (waiting !== null) missing.add(waiting);
        await store.close();
      },
      eventsAfter: async (seq, terms) =>
        (await store.eventsAfter(seq, terms)).filter(
          ({ type, taskId }) => type !== 'done' || !missing.has(taskId),
        ),
    };
  },
};
