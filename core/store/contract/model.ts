/**
 * The smallest account of what a store does: tasks as plain objects, every rule of the contract once, no storage.
 * It shares no code with a store, so that a mistake has to be made twice to go unseen. Pure but for its own state.
 */
import type { BlockedReason, FailureClass, Priority, Status } from '../../task/task.js';

/** What the model knows of a task; a store's task must say the same in every field but the last three. */
export interface ModelTask {
  readonly id: string;
  readonly seq: number;
  readonly priority: Priority;
  readonly key: string | null;
  readonly maxRetries: number;
  status: Status;
  run: number;
  retries: number;
  tokens: number;
  holder: string | null;
  until: number | null;
  availableAt: number | null;
  settledAt: number | null;
  retryAt: number | null;
  failureClass: FailureClass | null;
  blockedReason: BlockedReason | null;
  duplicateOf: string | null;
  /** Whether somebody else than its holder ended or replanned the present run. */
  taken: boolean;
  /** Runs of the present retry budget, without those handed back. */
  spent: number;
  /** Before when the run to come may not begin, also while the task is blocked; null once it has begun. */
  waitsUntil: number | null;
}

/** All tasks, and the instant. */
export interface Model {
  now: number;
  readonly tasks: ModelTask[];
  /** What was claimed so far, latest first. */
  readonly proofs: ModelProof[];
}

export interface ModelProof {
  readonly id: string;
  readonly holder: string;
  readonly run: number;
}

const STATELESS = {
  holder: null,
  until: null,
  availableAt: null,
  settledAt: null,
  retryAt: null,
  failureClass: null,
  blockedReason: null,
  duplicateOf: null,
} as const;

export function emptyModel(now: number): Model {
  return { now, tasks: [], proofs: [] };
}

export function newTask(
  fields: Pick<ModelTask, 'id' | 'seq' | 'priority' | 'key' | 'maxRetries'>,
): ModelTask {
  const counts = { run: 0, retries: 0, tokens: 0, taken: false, spent: 0, waitsUntil: null };
  return { ...fields, ...counts, ...STATELESS, status: 'PENDING' };
}

/** What the next state holds; what only the old one held is gone. */
export function become(task: ModelTask, status: Status, holds: Partial<ModelTask>): Status {
  const began = status === 'IN_PROGRESS' ? null : task.waitsUntil;
  const waitsUntil = holds.availableAt ?? holds.retryAt ?? began;
  Object.assign(task, STATELESS, { status, waitsUntil }, holds);
  return status;
}

export function blockAs(task: ModelTask, blockedReason: BlockedReason, now: number): Status {
  return become(task, 'BLOCKED', { blockedReason, settledAt: now });
}

/** One minute, three minutes, ten minutes, and ten from there on. */
export function backoff({ retries }: ModelTask): number {
  return [60_000, 180_000][retries] ?? 600_000;
}

/** Back to the queue with one retry less. */
export function grantRetry(task: ModelTask, availableAt: number): Status {
  return become(task, 'PENDING', { availableAt, retries: task.retries + 1 });
}

/** The task that `task` has to wait behind or repeat: another of its key in that state. */
export function twins({ tasks }: Model, task: ModelTask): readonly ModelTask[] {
  return tasks.filter((each) => task.key !== null && each.key === task.key && each !== task);
}

/** Whether a task is the one of its key that is done by itself. */
export function isOriginal({ status, duplicateOf }: ModelTask): boolean {
  return status === 'DONE' && duplicateOf === null;
}
