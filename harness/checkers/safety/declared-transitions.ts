/**
 * The declared steps between states, as the judge of a history sees them. A copy of its own on purpose: a table
 * shared with the system under test would forgive what the system gets wrong.
 */
import type { SystemEvent, TaskStatus } from '../../../gates/record/history.js';

/** Where a task may go from each state; the first entry is where it may begin. */
const declared: Readonly<Record<TaskStatus | 'nothing', readonly TaskStatus[]>> = {
  nothing: ['PENDING'],
  PENDING: ['IN_PROGRESS', 'DONE', 'BLOCKED', 'PENDING'],
  IN_PROGRESS: ['DONE', 'FAILED', 'PENDING', 'BLOCKED'],
  DONE: [],
  FAILED: ['PENDING', 'FAILED'],
  BLOCKED: ['PENDING'],
};

export interface IllegalStep {
  readonly task: string;
  readonly because: string;
}

/** The steps of an event log that no table has, each in words. */
export function* illegalSteps(events: readonly SystemEvent[]): Iterable<IllegalStep> {
  for (const event of events) {
    if (event.to === null || isDeclared(event, event.to)) continue;
    const because =
      `task ${event.task}: event ${event.seq} (${event.type}) steps from ${event.from ?? 'nothing'} to ${event.to}, ` +
      'which no transition allows';
    yield { task: event.task, because };
  }
}

/** PENDING to DONE is for duplicates only; imported tasks begin in any state. */
function isDeclared(event: SystemEvent, to: TaskStatus): boolean {
  if (event.from === null && event.type === 'imported') return true;
  if (event.from === 'PENDING' && to === 'DONE') return event.type === 'idempotency_skipped';
  return declared[event.from ?? 'nothing'].includes(to);
}
