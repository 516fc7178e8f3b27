/** What the model answers to the watchdog and to operators, and what changes. */
import type { Command, Operation, Outcome } from './commands.js';
import {
  backoff,
  become,
  blockAs,
  grantRetry,
  isOriginal,
  type Model,
  type ModelTask,
  twins,
} from './model.js';

/** Leases that ran out come first, the longest overdue before the others; then failures, by their retry. */
export function sweep(model: Model, { limit }: Command): Outcome {
  const { tasks, now } = model;
  const by = (instant: 'until' | 'retryAt') => (one: ModelTask, other: ModelTask) =>
    (one[instant] ?? 0) - (other[instant] ?? 0) || one.seq - other.seq;
  const expired = tasks.filter(({ status, until }) => status === 'IN_PROGRESS' && (until ?? 0) <= now);
  const failed = tasks.filter(({ status, retryAt }) => status === 'FAILED' && retryAt !== null);
  const due = [...expired.sort(by('until')), ...failed.sort(by('retryAt'))].slice(0, limit);
  for (const task of due) recover(task, now);
  const named = (status: string) => due.filter((task) => task.status === status).map(({ id }) => id);
  return `${named('PENDING')} | ${named('FAILED')}`;
}

function recover(task: ModelTask, now: number): void {
  if (task.retryAt !== null) {
    grantRetry(task, task.retryAt);
    return;
  }
  task.taken = true;
  if (task.retries < task.maxRetries) grantRetry(task, (task.until ?? 0) + backoff(task));
  else become(task, 'FAILED', { settledAt: now, failureClass: 'transient' });
}

export function operate(model: Model, command: Operation): Outcome {
  const task = model.tasks.find(({ id }) => id === command.id);
  if (task === undefined) return 'NOT_FOUND';
  switch (command.verb) {
    case 'cancel':
      return cancel(task, model.now);
    case 'replan':
      return replan(task, command, model.now);
    case 'retry':
      return retry(task, command, model.now);
    case 'resolve':
      return resolve(model, task, command);
  }
}

function cancel(task: ModelTask, now: number): Outcome {
  if (task.status !== 'PENDING' && task.status !== 'IN_PROGRESS') return 'ILLEGAL_TRANSITION';
  task.taken = true;
  return blockAs(task, 'operator_cancel', now);
}

function replan(task: ModelTask, { budget }: Command, now: number): Outcome {
  if (task.status === 'DONE') return 'ILLEGAL_TRANSITION';
  if (budget === 'reset') {
    task.retries = 0;
    task.spent = 0;
  }
  if (task.status !== 'IN_PROGRESS') {
    const retries = Math.max(task.retries, task.spent);
    if (retries > task.maxRetries) return 'ILLEGAL_TRANSITION';
    task.retries = retries;
  }
  task.taken = true;
  if (task.status === 'IN_PROGRESS') return blockAs(task, 'replan', now);
  return become(task, 'PENDING', { availableAt: availableAgain(task, now) });
}

/** A wait that was granted is kept, whatever came in between. */
function availableAgain({ availableAt, retryAt, waitsUntil }: ModelTask, earliest: number): number {
  return availableAt ?? retryAt ?? Math.max(earliest, waitsUntil ?? 0);
}

function retry(task: ModelTask, { when }: Command, now: number): Outcome {
  if (task.status === 'PENDING') {
    if (when !== 'now') return 'PENDING';
    return become(task, 'PENDING', { availableAt: Math.min(task.availableAt ?? now, now) });
  }
  const live = task.status === 'IN_PROGRESS' && (task.until ?? 0) > now;
  if (task.status === 'DONE' || live || task.retries >= task.maxRetries) return 'ILLEGAL_TRANSITION';
  const afterBackoff = (task.until ?? task.settledAt ?? now) + backoff(task);
  return grantRetry(task, when === 'now' ? now : availableAgain(task, afterBackoff));
}

function resolve(model: Model, task: ModelTask, { budget }: Command): Outcome {
  if (task.status === 'DONE') return 'ILLEGAL_TRANSITION';
  if (budget === 'keep') {
    const others = twins(model, task);
    if (others.some(({ status }) => status === 'IN_PROGRESS')) return 'INVALID';
    const duplicateOf = others.find(isOriginal)?.id ?? null;
    task.taken = true;
    return become(task, 'DONE', { settledAt: model.now, duplicateOf });
  }
  if (task.status === 'FAILED' && task.retryAt === null) return 'FAILED';
  task.taken = true;
  return become(task, 'FAILED', { settledAt: model.now, failureClass: 'permanent' });
}
