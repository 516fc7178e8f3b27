/**
 * The fence: what lets the holder of a lease write, and nobody else, and what a refused writer hears.
 * The condition stands in the writing statement itself and the number of changed rows decides. Reading first and
 * writing later is no fence.
 */
import { roughDuration } from '../../../duration.js';
import { type CodedError, IllegalTransition, LeaseLost, NotFound } from '../../../errors.js';
import type { LeaseProof } from '../../../task/task.js';
import type { EpochMs } from '../../../time.js';
import { chainOf } from '../record/chain.js';
import type { TaskRow } from '../record/columns.js';
import type { Session } from '../record/session.js';

/** The `where` clause of every write of a holder. A lease that ends at t is dead at t. */
export const HOLDS_THE_LEASE = `
      id = ?
  and run = ?
  and lease_holder = ?
  and status = 'IN_PROGRESS'
  and lease_until > ?`;

/** The values of `HOLDS_THE_LEASE`, in order. */
export function fenceValues({ taskId, fence, holder }: LeaseProof, now: EpochMs): readonly unknown[] {
  return [taskId, fence, holder, now];
}

/** The writes of a holder, by the name a refusal gives them. */
export type HolderAction = 'heartbeat' | 'report' | 'complete' | 'fail' | 'block' | 'release' | 'review';

const SETTLING: readonly HolderAction[] = ['complete', 'fail', 'block', 'release'];

/** Whether somebody other than its holder ended a run; each of these events stands for such an end. */
const TAKEN_FROM_HOLDER = `
  ${chainOf('id = ?')} select exists (select 1 from chain where run = ? and (type = 'lease_expired'
    or type = 'cancelled' or type = 'replan' or type = 'review_gate' or type = 'resolved'))`;

export type Refuse = (proof: LeaseProof, action: HolderAction) => CodedError;

/**
 * Says why a holder's write changed nothing, and leaves an event of it; a task that is unknown leaves none.
 * A holder that settled its run itself and settles it again asks for a step that does not exist; one whose run was
 * ended by somebody else has lost its lease.
 */
export function prepareRefuse({ db, now, findRow, log }: Session): Refuse {
  const taken = db.prepare<[string, number], number>(TAKEN_FROM_HOLDER).pluck();
  const settledByHolder = (row: TaskRow) =>
    row.settled_at !== null && row.blocked_reason !== 'guardrail' && taken.get(row.id, row.run) === 0;
  return (proof, action) => {
    const row = findRow(proof.taskId);
    if (!row) return notFound(proof.taskId);
    const data = { action, fence: proof.fence, found_run: row.run, holder: proof.holder, status: row.status };
    if (SETTLING.includes(action) && row.run === proof.fence && settledByHolder(row)) {
      log.note(row, { type: 'transition_rejected', data });
      return new IllegalTransition(
        `expected ${row.id} to be in progress, found it ${row.status}; nothing was changed`,
        { hint: `see how it ended with: orch show --id ${row.id}` },
      );
    }
    log.note(row, { type: 'stale_write_rejected', data });
    return new LeaseLost(`${action} of ${row.id} refused: ${whyLost(row, proof, now())}`, {
      hint: hintFor(row, proof),
    });
  };
}

/** The refusal for an id that no task has. */
export function notFound(id: string): NotFound {
  return new NotFound(`expected a task ${id}, found none`, { hint: 'list the tasks with: orch list' });
}

function whyLost(row: TaskRow, proof: LeaseProof, now: EpochMs): string {
  if (proof.fence > row.run) return `token ${proof.fence} was never given, the latest is ${row.run}`;
  if (row.run !== proof.fence) return `expected fence ${row.run}, got ${proof.fence}`;
  if (row.status !== 'IN_PROGRESS') return `the task is ${row.status} and has no lease`;
  if (row.lease_holder !== proof.holder)
    return `the lease is held by ${row.lease_holder}, not by ${proof.holder}`;
  return `the lease ran out ${roughDuration(now - (row.lease_until ?? now))} ago`;
}

/** Who shows what no claim was ever given has mistyped it, and nobody has to stop. */
function hintFor(row: TaskRow, proof: LeaseProof): string {
  if (proof.fence > row.run) return 'check --token: it is the number that orch pick printed';
  const isOfAnother =
    row.run === proof.fence && row.lease_holder !== null && row.lease_holder !== proof.holder;
  if (isOfAnother) return 'check --owner-session: it is the name that orch pick was given';
  return 'stop the work and discard its result; the task is no longer yours';
}
