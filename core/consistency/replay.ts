/**
 * A second, small model of a task: what its events alone say about it. A store whose rows differ has changed
 * something without an event, or written an event without a change.
 */
import type { TaskEvent } from '../task/event.js';
import type { Status, Task } from '../task/task.js';

/** What a replay knows. `until` and `holder` belong to a lease; `availableAt` to a task that waits. */
export interface Replayed {
  readonly status: Status;
  readonly run: number;
  readonly retries: number;
  readonly holder: string | null;
  readonly until: number | null;
  readonly availableAt: number | null;
}

/** The states of all tasks after `events`. @throws Error when an event does not start from the state before it */
export function replay(events: readonly TaskEvent[]): ReadonlyMap<string, Replayed> {
  const tasks = new Map<string, Replayed>();
  for (const event of events) {
    const before = tasks.get(event.taskId) ?? null;
    if (!startsFrom(before, event)) {
      throw new Error(`event ${event.seq} says it starts from ${event.from}, the task is ${before?.status}`);
    }
    tasks.set(event.taskId, replayedAfter(before, event));
  }
  return tasks;
}

/** Whether `event` starts where the task is; null is "no task yet". An event that moves nothing fits anywhere. */
export function startsFrom(before: Replayed | null, event: TaskEvent): boolean {
  return event.to === null || (before?.status ?? null) === event.from;
}

/** The same facts, as a row has them. */
export function facts(task: Task): Replayed {
  const { status, run, retries } = task;
  const lease = task.status === 'IN_PROGRESS' ? task.lease : null;
  const holder = lease?.holder ?? null;
  const availableAt = task.status === 'PENDING' ? task.availableAt : null;
  return { status, run, retries, holder, until: lease?.until ?? null, availableAt };
}

const NEW: Replayed = { status: 'PENDING', run: 0, retries: 0, holder: null, until: null, availableAt: null };

/** What is known after one more event, whatever it says it started from. */
export function replayedAfter(known: Replayed | null, event: TaskEvent): Replayed {
  const { data } = event;
  const before = known ?? NEW;
  // It tells of the store, beside the step that it stands before: what the task is, only that step says.
  if (event.type === 'storage_busy') return before;
  const status = event.to ?? before.status;
  const next = { ...before, status, run: event.run, retries: retriesAfter(before, event) };
  if (event.type === 'lease_renewed') return { ...next, until: data['lease_until'] as number };
  if (event.to === null) return next;
  const freed = { ...next, holder: null, until: null, availableAt: null };
  if (status === 'PENDING')
    return { ...freed, availableAt: (data['not_before_ms'] as number | undefined) ?? event.at };
  if (status !== 'IN_PROGRESS') return freed;
  return { ...freed, holder: data['holder'] as string, until: data['lease_until'] as number };
}

function retriesAfter(before: Replayed, { type, data }: TaskEvent): number {
  if (type === 'retried') return data['attempt'] as number;
  return type === 'replan' || type === 'imported'
    ? ((data['retries'] as number | undefined) ?? before.retries)
    : before.retries;
}
