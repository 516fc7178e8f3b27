/**
 * The one place that changes a task's status. It holds every step to the transition table, empties what the old
 * state had, and writes the step's events in the same breath; so no status changes without its event.
 * Runs inside the caller's transaction.
 */

import type { LeaseProof } from '../../task/task.js';
import { assertStep, type TransitionName } from '../../task/transitions.js';
import type { EpochMs } from '../../time.js';
import type { Entry } from './events.js';
import { fenceParameters, HOLDS_THE_LEASE } from './fence.js';
import { prepareDeferral } from './leader.js';
import { SET_STATE, type State, stateColumns, stateParameters, type TaskRow } from './rows.js';
import type { Session } from './session.js';

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

const ASSIGNMENTS = `
  ${SET_STATE}, run = @newRun, retries = @newRetries, tokens_used = @tokensUsed, last_error = @lastError,
  next_action = @nextAction, notes = @notes, updated_at = @now`;

export function prepareMover(session: Session): Mover {
  const { db, now, log } = session;
  const held = db.prepare(`update task set ${ASSIGNMENTS} where ${HOLDS_THE_LEASE}`);
  const unchanged = db.prepare(`
    update task set ${ASSIGNMENTS}
    where seq = @seq and status = @oldStatus and run = @oldRun and retries = @oldRetries`);
  const defer = prepareDeferral(session);

  const tell = (old: TaskRow, moved: TaskRow, step: Step) => {
    for (const entry of step.before ?? []) log(moved, entry);
    log(moved, step.event, { from: old.status, to: moved.status });
    for (const entry of step.after ?? []) log(moved, entry);
    if (moved.status === 'PENDING') defer(moved);
  };
  return {
    asHolder(row, proof, step) {
      const set = assignments(row, step);
      if (held.run({ ...set, ...fenceParameters(proof, now()) }).changes === 0) return null;
      const moved = movedRow(row, { step, set, at: now() });
      assertStep(step.as, row.status, moved.status);
      tell(row, moved, step);
      return moved;
    },
    byRule(row, step) {
      assertStep(step.as, row.status, step.to.status);
      const guard = { seq: row.seq, oldStatus: row.status, oldRun: row.run, oldRetries: row.retries };
      const set = assignments(row, step);
      if (unchanged.run({ ...set, ...guard, now: now() }).changes === 0) {
        throw new Error(`task ${row.id} changed inside the transaction that read it`);
      }
      const moved = movedRow(row, { step, set, at: now() });
      tell(row, moved, step);
      return moved;
    },
  };
}

function assignments(row: TaskRow, { to, changes = {} }: Step) {
  return {
    ...stateParameters(to),
    newRun: changes.run ?? row.run,
    newRetries: changes.retries ?? row.retries,
    tokensUsed: changes.tokensUsed ?? row.tokens_used,
    lastError: changes.lastError === undefined ? row.last_error : changes.lastError,
    nextAction: changes.nextAction ?? null,
    notes: appended(row.notes, changes.notes ?? []),
  };
}

interface Written {
  readonly step: Step;
  readonly set: ReturnType<typeof assignments>;
  readonly at: EpochMs;
}

/** The row as the write left it: what was read in this transaction, and what the statement set. */
function movedRow(row: TaskRow, { step, set, at }: Written): TaskRow {
  return {
    ...row,
    ...stateColumns(step.to),
    run: set.newRun,
    retries: set.newRetries,
    tokens_used: set.tokensUsed,
    last_error: set.lastError,
    next_action: set.nextAction,
    notes: set.notes,
    updated_at: at,
  };
}

/** Notes with segments added; what stood there stays. */
export function appended(notes: string, segments: readonly string[]): string {
  return [notes, ...segments].filter((segment) => segment.trim() !== '').join(' | ');
}
