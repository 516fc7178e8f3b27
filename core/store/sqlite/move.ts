/**
 * The one place that changes a task's status. It holds every step to the transition table, empties what the old
 * state had, and writes the step's events in the same breath; so no status changes without its event.
 * Runs inside the caller's transaction.
 */
import type { LeaseProof } from '../../task/task.js';
import { assertStep, type TransitionName } from '../../task/transitions.js';
import type { EpochMs } from '../../time.js';
import { type TaskRow, valuesOf } from './columns.js';
import type { Entry } from './events.js';
import { fenceParameters, HOLDS_THE_LEASE } from './fence.js';
import { prepareDeferral } from './leader.js';
import { isBound } from './plan-once.js';
import { type State, stateColumns } from './rows.js';
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

/**
 * What a step changes; the rest of a row is the same for ever, but for what a duplicate repeats. That stands apart:
 * it refers to the table itself, and for a statement that sets it the engine writes every index of the row anew.
 */
const MOVING = [
  'status',
  'available_at',
  'lease_holder',
  'lease_until',
  'started_at',
  'settled_at',
  'failure_class',
  'retry_at',
  'blocked_reason',
  'run',
  'retries',
  'tokens_used',
  'last_error',
  'next_action',
  'notes',
  'updated_at',
] as const satisfies readonly (keyof TaskRow)[];
const WITH_ORIGINAL = [...MOVING, 'duplicate_of'] as const;

/** The assignments of a step. */
function set(columns: readonly (keyof TaskRow)[]): string {
  return columns.map((column) => `${column} = ?`).join(', ');
}

export function prepareMover(session: Session): Mover {
  const { db, now, log } = session;
  const held = db.prepare(`update task set ${set(MOVING)} where ${HOLDS_THE_LEASE}`);
  const whenAsRead = (columns: readonly (keyof TaskRow)[]) => {
    const update = db.prepare(
      `update task set ${set(columns)} where seq = ? and ${isBound('status')} and run = ? and retries = ?`,
    );
    return (row: TaskRow, moved: TaskRow) =>
      update.run(...valuesOf(moved, columns), row.seq, row.status, row.run, row.retries).changes === 1;
  };
  const rewrite = whenAsRead(MOVING);
  let rewriteWithOriginal: typeof rewrite | null = null;
  const write = (row: TaskRow, moved: TaskRow): boolean => {
    if (row.duplicate_of === moved.duplicate_of) return rewrite(row, moved);
    rewriteWithOriginal ??= whenAsRead(WITH_ORIGINAL);
    return rewriteWithOriginal(row, moved);
  };
  const defer = prepareDeferral(session);

  const tell = (old: TaskRow, moved: TaskRow, step: Step) => {
    for (const entry of step.before ?? []) log(moved, entry);
    log(moved, step.event, { from: old.status, to: moved.status });
    for (const entry of step.after ?? []) log(moved, entry);
    if (moved.status === 'PENDING') defer(moved);
  };
  return {
    asHolder(row, proof, step) {
      const moved = movedRow(row, step, now());
      if (held.run(valuesOf(moved, MOVING), fenceParameters(proof, now())).changes === 0) return null;
      assertStep(step.as, row.status, moved.status);
      tell(row, moved, step);
      return moved;
    },
    byRule(row, step) {
      assertStep(step.as, row.status, step.to.status);
      const moved = movedRow(row, step, now());
      if (!write(row, moved)) throw new Error(`task ${row.id} changed inside the transaction that read it`);
      tell(row, moved, step);
      return moved;
    },
  };
}

function movedRow(row: TaskRow, { to, changes = {} }: Step, at: EpochMs): TaskRow {
  return {
    ...row,
    ...stateColumns(to),
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
