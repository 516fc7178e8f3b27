/**
 * The heartbeat: the holder prolongs its lease. Runs inside the caller's transaction.
 * A clock that stepped back never shortens a lease that is still alive.
 */
import type { CodedError } from '../../../errors.js';
import type { Lease, LeaseProof } from '../../../task/task.js';
import { after, type DurationMs, type EpochMs } from '../../../time.js';
import { LAST_TOLD } from '../record/log.js';
import { leaseOf } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { fenceValues, HOLDS_THE_LEASE, notFound, prepareRefuse } from '../step/fence.js';

export function prepareHeartbeat(
  session: Session,
): (proof: LeaseProof, leaseFor: DurationMs) => Lease | CodedError {
  const { db, now, log, findRow } = session;
  const renew = db.prepare(`
    update task set lease_until = ?, updated_at = ?, last_event = ${LAST_TOLD}
    where ${HOLDS_THE_LEASE}`);
  const refuse = prepareRefuse(session);
  return (proof, leaseFor) => {
    const row = findRow(proof.taskId);
    if (!row) return notFound(proof.taskId);
    const until = later(row.lease_until, after(now(), leaseFor));
    const told = log.telling([{ type: 'lease_renewed', data: { holder: proof.holder, lease_until: until } }]);
    const { changes } = renew.run(until, now(), told.count, ...fenceValues(proof, now()));
    if (changes === 0) return refuse(proof, 'heartbeat');
    told.write(row, row.last_event);
    return leaseOf({ ...row, lease_until: until });
  };
}

function later(until: EpochMs | null, other: EpochMs): EpochMs {
  return until !== null && until > other ? until : other;
}
