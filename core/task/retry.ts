/**
 * When failed work runs again, and when it does not. Pure.
 * `retries` counts retries granted after the first run, so a task runs at most `maxRetries + 1` times between resets.
 */
import { Invalid } from '../errors.js';
import { after, type DurationMs, type EpochMs, seconds } from '../time.js';
import type { Backoff, FailureClass, TaskFacts } from './task.js';

/** One minute, three minutes, ten minutes, and ten from there on. */
export const DEFAULT_BACKOFF: Backoff = [seconds(60), seconds(180), seconds(600)];

type Budgeted = Pick<TaskFacts, 'retries' | 'maxRetries'>;

/** Whether one more retry may be granted. */
export function retryLeft(task: Budgeted): boolean {
  return task.retries < task.maxRetries;
}

/** The wait before the next run when `retries` were granted so far; beyond the end, the last step. */
export function backoffAfter(retries: number, backoff: Backoff): DurationMs {
  return backoff[retries] ?? backoff[backoff.length - 1] ?? backoff[0];
}

/** What follows a failure: a retry at an instant, or the end and why. */
export type Aftermath =
  | { readonly kind: 'retry'; readonly wait: DurationMs; readonly retryAt: EpochMs }
  | { readonly kind: 'final'; readonly because: 'permanent' | 'exhausted' };

/** Decides on a failure of class `failure` that happened at `at`. The wait counts from the failure itself. */
export function aftermath(
  task: Budgeted,
  failure: { readonly class: FailureClass; readonly at: EpochMs },
  backoff: Backoff,
): Aftermath {
  if (failure.class === 'permanent') return { kind: 'final', because: 'permanent' };
  if (!retryLeft(task)) return { kind: 'final', because: 'exhausted' };
  const wait = backoffAfter(task.retries, backoff);
  return { kind: 'retry', wait, retryAt: after(failure.at, wait) };
}

/** An error text without what differs from run to run: case, spacing and numbers. */
export function normalisedError(text: string): string {
  return text
    .toLowerCase()
    .replace(/[0-9]+/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A backoff with at least one step, all positive. @throws Invalid */
export function checkedBackoff(backoff: Backoff): Backoff {
  if (backoff.length === 0 || !backoff.every((step) => Number.isSafeInteger(step) && step > 0)) {
    throw new Invalid(
      `expected backoff steps in whole ms, at least one and all above 0, got [${backoff.join(', ')}]`,
    );
  }
  return backoff;
}
