/**
 * The one place that changes a task's status. It holds every step to the transition table, empties what the old
 * state had, and writes the step's events in the same breath; so no status changes without its event.
 * Runs inside the caller's transaction.
 */
import type { EventSeq, LeaseProof } from '../../../task/task.js';
import { assertStep, type TransitionName } from '../../../task/transitions.js';
import type { EpochMs } from '../../../time.js';
import type { TaskRow } from '../record/columns.js';
import { prepareDeferral } from '../record/leader.js';
import type { Entry, Shift, Told } from '../record/log.js';
import { prepareRewrite } from '../record/rewrite.js';
import { type State, stateColumns } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { fenceValues, HOLDS_THE_LEASE } from './fence.js';

/** One step of a task. `event` tells of the change of status; the others are told before and after it. */
export interface Step {
  readonly as: TransitionName;
  readonly to: State;
  readonly changes?: Changes;
  readonly before?: readonly Entry[];
  readonly event: Entry;
  readonly after?: readonly Entry[];
}

/** What else a step changes. Absent: as it was, but for `nextAction`, which every step clears unless it says so. */
export interface Changes {
  readonly run?: number;
  readonly retries?: number;
  readonly tokensUsed?: number;
  readonly lastError?: string | null;
  readonly nextAction?: string | null;
  /** Segments to add to the notes; empty ones are left out. */
  readonly notes?: readonly string[];
}

export interface Mover {
  /** Moves `row` as the holder of its lease. `null`: the proof does not hold, nothing was changed. */
  asHolder(row: TaskRow, proof: LeaseProof, step: Step): TaskRow | null;
  /** Moves `row`, read in this same transaction, on the store's own authority. */
  byRule(row: TaskRow, step: Step): TaskRow;
}

export function prepareMover(session: Session): Mover {
  const { db, now, log } = session;
  const asHeld = prepareRewrite(db, HOLDS_THE_LEASE);
  const asRead = prepareRewrite(db, 'seq = ? and last_event = ?');
  const defer = prepareDeferral(session);

  const move = (row: TaskRow, step: Step, write: Write): TaskRow | null => {
    const told = log.telling(toldBy(step, { from: row.status, to: step.to.status }));
    const moved = movedRow(row, step, now());
    if (!write(moved, told.count)) return null;
    assertStep(step.as, row.status, moved.status);
    moved.last_event = told.write(moved, row.last_event);
    if (moved.status === 'PENDING') defer(moved);
    return moved;
  };
  return {
    asHolder: (row, proof, step) =>
      move(row, step, (moved, events) =>
        asHeld({ before: row, moved, events, condition: fenceValues(proof, now()) }),
      ),
    byRule(row, step) {
      assertStep(step.as, row.status, step.to.status);
      const asItWas = [row.seq, row.last_event];
      const moved = move(row, step, (written, events) =>
        asRead({ before: row, moved: written, events, condition: asItWas }),
      );
      if (!moved) throw new Error(`task ${row.id} changed inside the transaction that read it`);
      return moved;
    },
  };
}

/** Whether the row was written, with so many events to tell of it. */
type Write = (moved: TaskRow, events: number) => boolean;
/** A row whose last event is known only once it is written. */
type Moved = Omit<TaskRow, 'last_event'> & { last_event: EventSeq };

function toldBy({ before, event: { type, data }, after }: Step, shift: Shift): readonly Told[] {
  const moved = { type, data, shift };
  return before || after ? [...(before ?? []), moved, ...(after ?? [])] : [moved];
}

/** The row after a step. The state is written out: to spread a second object costs more than all the rest. */
function movedRow(row: TaskRow, { to, changes = {} }: Step, at: EpochMs): Moved {
  const state = stateColumns(to);
  return {
    ...row,
    status: state.status,
    available_at: state.available_at,
    lease_holder: state.lease_holder,
    lease_until: state.lease_until,
    started_at: state.started_at,
    settled_at: state.settled_at,
    duplicate_of: state.duplicate_of,
    failure_class: state.failure_class,
    retry_at: state.retry_at,
    blocked_reason: state.blocked_reason,
    run: changes.run ?? row.run,
    retries: changes.retries ?? row.retries,
    tokens_used: changes.tokensUsed ?? row.tokens_used,
    last_error: changes.lastError === undefined ? row.last_error : changes.lastError,
    next_action: changes.nextAction ?? null,
    notes: appended(row.notes, changes.notes ?? []),
    updated_at: at,
  };
}

/** Notes with segments added; what stood there stays. */
export function appended(notes: string, segments: readonly string[]): string {
  return [notes, ...segments].filter((segment) => segment.trim() !== '').join(' | ');
}
