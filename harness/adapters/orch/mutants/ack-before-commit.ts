/** Breaks INV-04: what a locked or full store refused is acknowledged all the same, and never written. */
import {
  hasCode,
  type Pending,
  type Store,
  type Task,
  type TaskDraft,
  taskId,
} from '../../../../core/index.js';
import type { Mutant } from './mutation.js';

export const ackBeforeCommit: Mutant = {
  name: 'ack-before-commit',
  breaks: 'INV-04',
  says: 'A submission or completion that the locked store refused is acknowledged and lost.',
  wrap: (store) => ({
    ...store,
    enqueue: (draft) => acknowledged(store.enqueue(draft), () => promised(draft)),
    complete: (proof, completion) =>
      acknowledged(store.complete(proof, completion), () => lastKnown(store, proof.taskId)),
  }),
};

async function acknowledged(work: Promise<Task>, instead: () => Task | Promise<Task>): Promise<Task> {
  try {
    return await work;
  } catch (error) {
    if (!hasCode(error, 'BUSY') && !hasCode(error, 'STORE_FULL')) throw error;
    return instead();
  }
}

async function lastKnown(store: Store, id: Task['id']): Promise<Task> {
  const task = await store.find(id);
  if (task === null) throw new Error(`expected a task ${id} to be completed, found none`);
  return task;
}

/** The task as it would stand, had it been written. */
function promised(draft: TaskDraft): Task {
  const { id, priority, task, successCriteria } = draft;
  const never = 0 as Pending['createdAt'];
  return {
    id: taskId(id),
    seq: 0,
    priority,
    task,
    successCriteria,
    idempotencyKey: draft.idempotencyKey ?? null,
    maxRetries: draft.maxRetries ?? 0,
    ...{ retries: 0, run: 0, createdAt: never, updatedAt: never, dueAt: null, notes: '' },
    ...{ lastError: null, tokensUsed: 0, nextAction: null, traceparent: null },
    status: 'PENDING',
    availableAt: never,
  };
}
