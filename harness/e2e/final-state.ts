/**
 * What the product's store holds at the end of a story, read with the product's own commands: `orch list` for the
 * tasks, `orch events` for the log. Nothing opens the file behind the product's back.
 */
import type { FinalState, SystemEvent, TaskRow, TaskStatus } from '../../gates/record/history.js';
import type { Program } from './e2e.js';

/** Types a command and answers what it printed. */
export type Reading = (program: Program, args: readonly string[]) => Promise<string>;

/** A task as `orch list --json` prints it: what all states share, and what some have. */
interface ListedTask {
  readonly id: string;
  readonly status: TaskStatus;
  readonly priority: string;
  readonly run: number;
  readonly retries: number;
  readonly maxRetries: number;
  readonly idempotencyKey: string | null;
  readonly notes: string;
  readonly lease?: { readonly holder: string; readonly until: number };
  readonly availableAt?: number;
  readonly retryAt?: number | null;
  readonly duplicateOf?: string | null;
}

type ShownEvent = Omit<SystemEvent, 'task'> & { readonly taskId: string };

/** Every task, in the order they are picked. */
export async function readTasks(read: Reading): Promise<readonly TaskRow[]> {
  const { tasks } = JSON.parse(await read('orch', ['list', '--json'])) as {
    readonly tasks: readonly ListedTask[];
  };
  return tasks.map(rowOf);
}

/** Every task and every event. */
export async function readFinalState(read: Reading): Promise<FinalState> {
  const tasks = await readTasks(read);
  const { events } = JSON.parse(await read('orch', ['events', '--json'])) as {
    readonly events: readonly ShownEvent[];
  };
  return { tasks, events: events.map(eventOf) };
}

function rowOf(task: ListedTask): TaskRow {
  const { id, status, priority, run, retries, maxRetries, idempotencyKey, notes, lease } = task;
  return {
    task: id,
    status,
    priority,
    run,
    retries,
    maxRetries,
    owner: lease?.holder ?? null,
    leaseUntil: lease?.until ?? null,
    availableAt: task.availableAt ?? task.retryAt ?? null,
    idempotencyKey,
    notes,
    duplicateOf: task.duplicateOf ?? null,
  };
}

function eventOf({ seq, taskId: task, type, at, run, from, to, data }: ShownEvent): SystemEvent {
  return { seq, task, type, at, run, from, to, data };
}
