/**
 * From text and numbers of the outside to the branded names the store takes: each either valid or refused.
 * Nothing is repaired here: a name that was changed on the way in cannot be found again.
 */
import { Invalid } from '../errors.js';
import type { EventSeq, FencingToken, TaskId, WorkerId } from './task.js';

/** The form of a task id. */
export const TASK_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
/** The form of a holder's name. */
export const WORKER_ID = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$/;

/** The id of a task. @throws Invalid */
export function taskId(text: string): TaskId {
  return matching(
    text,
    TASK_ID,
    'a task id of 1 to 64 letters, digits, ".", "_", ":" or "-", not starting with a sign',
  ) as TaskId;
}

/** The name of a lease holder. @throws Invalid */
export function workerId(text: string): WorkerId {
  return matching(
    text,
    WORKER_ID,
    'a worker name of 1 to 128 letters, digits, ".", "_", ":", "@", "/" or "-", not starting with a sign',
  ) as WorkerId;
}

/** A fence: the run number a claim answered. @throws Invalid */
export function fencingToken(run: number): FencingToken {
  return wholeFrom(1, run, 'a fencing token') as FencingToken;
}

/** A position in the event log; 0 is before the first event. @throws Invalid */
export function eventSeq(position: number): EventSeq {
  return wholeFrom(0, position, 'an event position') as EventSeq;
}

function matching(text: string, pattern: RegExp, expected: string): string {
  if (typeof text !== 'string' || !pattern.test(text)) {
    throw new Invalid(`expected ${expected}, got ${JSON.stringify(text)}`);
  }
  return text;
}

/** A whole number of `least` or more, called `what` in the refusal. @throws Invalid */
export function wholeFrom(least: number, count: number, what: string): number {
  if (!Number.isSafeInteger(count) || count < least) {
    throw new Invalid(`expected ${what} to be a whole number of ${least} or more, got ${count}`);
  }
  return count;
}
