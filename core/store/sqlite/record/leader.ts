/**
 * Who leads among tasks of one idempotency key. The one in progress; else the first to arrive of those that are
 * PENDING or wait for a retry. All others wait behind it.
 */
import type { TaskRow } from './columns.js';
import type { Session } from './session.js';

/** Whether the row `leader` leads the row `follower`; both name the table `task`. */
export const LEADS = `
  leader.idempotency_key = follower.idempotency_key and leader.seq <> follower.seq
  and (leader.status = 'IN_PROGRESS'
    or (leader.seq < follower.seq
      and (leader.status = 'PENDING' or (leader.status = 'FAILED' and leader.retry_at is not null))))`;

/** Leaves an event when a task that became PENDING has to wait behind another. */
export function prepareDeferral({ db, log }: Session): (row: TaskRow) => void {
  const leaderOf = db
    .prepare<[number], string>(`
      select leader.id from task as follower join task as leader on ${LEADS}
      where follower.seq = ? order by leader.status = 'IN_PROGRESS' desc, leader.seq limit 1`)
    .pluck();
  return (row) => {
    if (row.idempotency_key === null) return;
    const leader = leaderOf.get(row.seq);
    if (leader !== undefined) log.note(row, { type: 'idempotency_deferred', data: { leader_id: leader } });
  };
}
