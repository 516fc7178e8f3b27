/**
 * Values of flags as typed, each read or refused by name. Commander prints the refusal with the flag's own name,
 * so the messages here begin with what was expected.
 */
import { InvalidArgumentError } from 'commander';
import { parseAge, parseDuration } from '../../duration.js';
import { TRY_AGAIN_EXIT } from '../../engine/command-outcome.js';
import { Invalid, UsageError } from '../../errors.js';
import { DAY, formatZone, parseInstant, type ZoneMinutes } from '../../queue-md/zone.js';
import { isDueTime } from '../../task/draft.js';
import { fencingToken, taskId, workerId } from '../../task/ids.js';
import type { FencingToken, TaskId, WorkerId } from '../../task/task.js';
import { type TraceParent, traceParent } from '../../task/traceparent.js';
import type { DurationMs, EpochMs } from '../../time.js';

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
  if (/^0*[1-9]\d{0,14}$/.test(text)) return fencingToken(Number(text));
  throw new InvalidArgumentError(
    'Expected the fencing token that orch pick printed, a whole number from 1 on.',
  );
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

/** How many at most. */
export const limitArgument = wholeArgument(1, 1_000_000_000);

/** Exit codes, separated by commas. */
export function exitCodesArgument(text: string): ReadonlySet<number> {
  const codes = text.split(',').map((each) => each.trim());
  const sound = codes.every((each) => /^\d{1,3}$/.test(each) && Number(each) >= 1 && Number(each) <= 255);
  if (!sound || codes.some((each) => Number(each) === TRY_AGAIN_EXIT)) {
    throw new InvalidArgumentError(
      `Expected exit codes from 1 to 255 such as 64,65; ${TRY_AGAIN_EXIT} always asks for another try.`,
    );
  }
  return new Set(codes.map(Number));
}

/** A span of time; a bare number counts seconds. */
export function durationArgument(text: string): DurationMs {
  const span = parseDuration(text, 's');
  if (span === null) throw new InvalidArgumentError('Expected a duration such as 30s or 15m.');
  return span;
}

/** How long ago something was: at least a day, and never without a unit. */
export function ageArgument(text: string): DurationMs {
  const age = parseAge(text);
  if (age !== null && age >= DAY) return age;
  throw new InvalidArgumentError('Expected an age of at least a day with its unit, such as 30d or 36h.');
}

/** An instant in the display zone. @throws UsageError */
export function dueAt(text: string, zone: ZoneMinutes): EpochMs {
  const at = parseInstant(text, zone);
  if (at !== null && isDueTime(at)) return at;
  throw new UsageError(
    `expected --due-at-kst to be YYYY-MM-DD HH:MM from 1970 to 9999-12-31 10:00 UTC, ` +
      `got ${JSON.stringify(text)}`,
    { hint: `write it in the zone ${formatZone(zone)} of ORCH_TZ_OFFSET, such as "2026-12-31 18:00"` },
  );
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
