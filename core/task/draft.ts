/**
 * What a caller says about a task, checked before anything is stored. Every way in passes here: a call, an import.
 * It refuses and never repairs; the one exception is the idempotency key, which is trimmed by contract.
 */
import { Invalid } from '../errors.js';
import type { EpochMs } from '../time.js';
import { taskId, wholeFrom } from './ids.js';
import { PRIORITIES, type Priority, type TaskDraft, type TaskId } from './task.js';
import { type TraceParent, traceParent } from './traceparent.js';

/** Retries granted when the caller does not say. */
export const DEFAULT_MAX_RETRIES = 3;
const MOST_RETRIES = 20;
/** 9999-12-31 10:00 UTC: from here on some zone shows a year of five digits, which nothing reads back. */
const END_OF_DUE_TIMES = Date.UTC(9999, 11, 31, 10);

/** A draft in which every field is valid and none is absent. */
export interface CheckedDraft {
  readonly id: TaskId;
  readonly priority: Priority;
  readonly task: string;
  readonly successCriteria: string;
  readonly idempotencyKey: string | null;
  readonly maxRetries: number;
  readonly dueAt: EpochMs | null;
  readonly notes: string;
  readonly traceparent: TraceParent | null;
}

/** Checks a draft field by field. @throws Invalid, naming the field, what was expected and what was found */
export function checkedDraft(draft: TaskDraft | null): CheckedDraft {
  if (typeof draft !== 'object' || draft === null) {
    throw new Invalid(
      `expected a task as an object with id, priority, task and successCriteria, got ${String(draft)}`,
    );
  }
  const id = taskId(draft.id);
  return {
    id,
    priority: checkedPriority(draft.priority, id),
    task: filled(draft.task, `task of ${id}`),
    successCriteria: filled(draft.successCriteria, `successCriteria of ${id}`),
    idempotencyKey: checkedKey(draft.idempotencyKey ?? null, id),
    maxRetries: checkedMaxRetries(draft.maxRetries ?? DEFAULT_MAX_RETRIES, id),
    dueAt: checkedInstant(draft.dueAt ?? null, id),
    notes: text(draft.notes ?? '', `notes of ${id}`),
    traceparent: draft.traceparent == null ? null : traceParent(draft.traceparent),
  };
}

/** A string with more in it than blanks, as it was given. @throws Invalid */
export function filled(value: string, field: string): string {
  if (text(value, field).trim() === '')
    throw new Invalid(`expected ${field} to say something, got an empty text`);
  return value;
}

/** A string, be it empty. Half of a surrogate pair is none: a store would keep another text. @throws Invalid */
export function text(value: string, field: string): string {
  if (typeof value !== 'string') throw new Invalid(`expected ${field} to be a text, got ${String(value)}`);
  if (/\p{Cs}/u.test(value)) throw new Invalid(`expected ${field} to be whole characters, found half of one`);
  return value;
}

function checkedPriority(priority: Priority, id: TaskId): Priority {
  if (!PRIORITIES.includes(priority)) {
    throw new Invalid(
      `expected priority of ${id} to be one of ${PRIORITIES.join(', ')}, got ${String(priority)}`,
    );
  }
  return priority;
}

function checkedKey(key: string | null, id: TaskId): string | null {
  if (key === null) return null;
  const trimmed = text(key, `idempotencyKey of ${id}`).trim();
  return trimmed === '' ? null : trimmed;
}

function checkedMaxRetries(count: number, id: TaskId): number {
  if (wholeFrom(0, count, `maxRetries of ${id}`) > MOST_RETRIES) {
    throw new Invalid(`expected maxRetries of ${id} to be at most ${MOST_RETRIES}, got ${count}`);
  }
  return count;
}

/** Whether a task may be due at that instant: every zone must be able to show it with a year of four digits. */
export function isDueTime(instant: number): boolean {
  return instant >= 0 && instant < END_OF_DUE_TIMES;
}

function checkedInstant(instant: EpochMs | null, id: TaskId): EpochMs | null {
  if (instant === null) return null;
  if (!isDueTime(wholeFrom(0, instant, `dueAt of ${id}, in ms since the epoch,`))) {
    throw new Invalid(`expected dueAt of ${id} to be before 9999-12-31 10:00 UTC, got ${instant}`);
  }
  return instant;
}
