/**
 * Values of flags as typed, each read or refused by name. Commander prints the refusal with the flag's own name,
 * so the messages here begin with what was expected.
 */
import { InvalidArgumentError } from 'commander';
import { Invalid, UsageError } from '../errors.js';
import { parseInstant, type ZoneMinutes } from '../queue-md/zone.js';
import { fencingToken, taskId, workerId } from '../task/ids.js';
import type { FencingToken, TaskId, WorkerId } from '../task/task.js';
import { type TraceParent, traceParent } from '../task/traceparent.js';
import type { EpochMs } from '../time.js';

/** A task's id. */
export function idArgument(text: string): TaskId {
  return readAs(() => taskId(text));
}

/** The name of a lease holder. */
export function holderArgument(text: string): WorkerId {
  return readAs(() => workerId(text));
}

/** A fencing token, as `pick` printed it. */
export function tokenArgument(text: string): FencingToken {
  return readAs(() => fencingToken(/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN));
}

/** The trace a task belongs to. */
export function traceArgument(text: string): TraceParent {
  return readAs(() => traceParent(text));
}

/** A text that says something. */
export function textArgument(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected a text that is not blank.');
  return text;
}

/** A reader of whole numbers within bounds. */
export function wholeArgument(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(count >= least && count <= most)) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    }
    return count;
  };
}

/** An instant in the display zone. @throws UsageError */
export function dueAt(text: string, zone: ZoneMinutes): EpochMs {
  const at = parseInstant(text, zone);
  if (at === null)
    throw new UsageError(`expected --due-at-kst to be YYYY-MM-DD HH:MM, got ${JSON.stringify(text)}`);
  return at;
}

function readAs<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const expected = error.message.replace(/, got [\s\S]*$/, '.').replace(/^e/, 'E');
    throw new InvalidArgumentError(expected);
  }
}
