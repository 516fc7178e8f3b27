/**
 * The store's own account of what it did: append-only, written in the transaction of the change it tells of.
 * Replaying a task's events gives its present state (INV-09).
 */
import type { EpochMs } from '../time.js';
import type { EventSeq, Status, TaskId } from './task.js';

export type EventType =
  | 'added'
  | 'imported'
  | 'picked'
  | 'lease_renewed'
  | 'lease_expired'
  | 'lease_released'
  | 'idempotency_skipped'
  | 'idempotency_deferred'
  | 'done'
  | 'failed'
  | 'exhausted'
  | 'retried'
  | 'backoff_cleared'
  | 'blocked'
  | 'cancelled'
  | 'replan'
  | 'resolved'
  | 'guardrail'
  | 'review_gate'
  | 'stale_write_rejected'
  | 'transition_rejected'
  | 'storage_busy';

/** Plain values, keys sorted when written. */
export type EventData = Readonly<Record<string, string | number | boolean | null>>;

/** One entry of the log. `from` and `to` are null when the task's status did not change. */
export interface TaskEvent {
  readonly seq: EventSeq;
  readonly taskId: TaskId;
  readonly type: EventType;
  readonly at: EpochMs;
  /** `role:name` of whoever caused it. */
  readonly actor: string;
  readonly run: number;
  readonly from: Status | null;
  readonly to: Status | null;
  readonly data: EventData;
}
