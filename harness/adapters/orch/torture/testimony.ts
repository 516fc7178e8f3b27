/**
 * What a victim says of its work: a line when it asks the store for something, a line when the store has answered.
 * A mark names one change by the call that asked for it, and can be read from the answer and from the event alike;
 * so what was acknowledged and what was written can be compared.
 */
import type { TaskEvent } from '../../../../core/index.js';

/** The calls a victim makes. */
export const KINDS = [
  'enqueue',
  'claim',
  'heartbeat',
  'report',
  'complete',
  'fail',
  'block',
  'release',
  'sweep',
  'cancel',
  'replan',
  'retry',
  'resolve',
] as const;
export type Kind = (typeof KINDS)[number];

/** Most tasks that one sweep of a victim moves, each in a transaction of its own. */
export const SWEEP_LIMIT = 4;
/** What a sweep writes as the error of a run that had no retry left. */
const LEASE_RAN_OUT = 'the lease ran out';

/** One change: `<kind> <task> <what tells it from others>`. */
export type Mark = string;

export function mark(kind: string, taskId: string, detail: string | number = ''): Mark {
  return `${kind} ${taskId} ${detail}`;
}

/** What an answer acknowledges; null when it does not tell whether there was a change. */
export type Marks = readonly Mark[] | null;

/** A line of a victim. `ends` comes after the promise of the call was settled. */
export type Line =
  | { readonly says: 'begins'; readonly call: number; readonly kind: Kind }
  | { readonly says: 'ends'; readonly call: number; readonly marks: Marks };

/** Everything one victim said before it was killed. */
export interface Testimony {
  /** Changes that the store acknowledged. */
  readonly acknowledged: readonly Mark[];
  /** Calls that were asked for and never answered: each may have happened or not. */
  readonly inFlight: readonly Kind[];
  /** Calls that were answered without telling whether there was a change. */
  readonly unclear: readonly Kind[];
}

/** Reads whole lines; a last line that the kill cut off is no line. */
export function testimonyOf(text: string): Testimony {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
  const open = new Map<number, Kind>();
  const acknowledged: Mark[] = [];
  const unclear: Kind[] = [];
  for (const line of lines) {
    if (line.says === 'begins') {
      open.set(line.call, line.kind);
      continue;
    }
    const kind = open.get(line.call);
    open.delete(line.call);
    if (line.marks !== null) acknowledged.push(...line.marks);
    else if (kind !== undefined) unclear.push(kind);
  }
  return { acknowledged, inFlight: [...open.values()], unclear };
}

/** The mark of the change an event tells of; null for an event that stands beside another of the same change. */
export function markOf({ type, taskId, data, run }: TaskEvent): Mark | null {
  const told = (kind: string, name: string) => mark(kind, taskId, String(data[name]));
  switch (type) {
    case 'added':
      return mark('enqueue', taskId);
    case 'picked':
      return mark('claim', taskId, run);
    case 'lease_renewed':
      return told('heartbeat', 'lease_until');
    case 'guardrail':
      return told('report', 'current_tokens');
    case 'done':
      return told('complete', 'notes');
    case 'failed':
      return data['error'] === LEASE_RAN_OUT ? mark('sweep', taskId, 'FAILED') : told('fail', 'error');
    case 'blocked':
      return data['reason'] === 'external_input' ? told('block', 'next_action') : null;
    case 'lease_released':
      return told('release', 'reason');
    case 'retried':
      if (data['reason'] === 'replan') return null;
      return data['reason'] === 'operator_retry' ? told('retry', 'by') : mark('sweep', taskId, 'PENDING');
    case 'backoff_cleared':
      return told('retry', 'by');
    case 'cancelled':
      return told('cancel', 'by');
    case 'replan':
      return told('replan', 'by');
    case 'resolved':
      return told('resolve', 'by');
    case 'stale_write_rejected':
    case 'transition_rejected':
      return mark(String(data['action']), taskId, type);
    case 'exhausted':
    case 'idempotency_deferred':
    case 'idempotency_skipped':
    case 'imported':
    case 'lease_expired':
    case 'review_gate':
    case 'storage_busy':
      return null;
  }
}
