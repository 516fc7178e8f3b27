/**
 * The heartbeat: the holder prolongs its lease. Runs inside the caller's transaction.
 * A clock that stepped back never shortens a lease that is still alive.
 */
import type { CodedError } from '../../errors.js';
import type { Lease, LeaseProof } from '../../task/task.js';
import { after, type DurationMs } from '../../time.js';
import { fenceParameters, HOLDS_THE_LEASE, prepareRefuse } from './fence.js';
import { leaseOf } from './rows.js';
import type { Session } from './session.js';

export function prepareHeartbeat(
  session: Session,
): (proof: LeaseProof, leaseFor: DurationMs) => Lease | CodedError {
  const renew = session.db.prepare(`
    update task set lease_until = max(lease_until, @until), updated_at = @now
    where ${HOLDS_THE_LEASE}`);
  const refuse = prepareRefuse(session);
  return (proof, leaseFor) => {
    const now = session.now();
    const until = after(now, leaseFor);
    const row = session.rowAfter(proof.taskId, renew.run({ ...fenceParameters(proof, now), until }));
    if (!row) return refuse(proof, 'heartbeat');
    const lease = leaseOf(row);
    session.log(row, { type: 'lease_renewed', data: { holder: lease.holder, lease_until: lease.until } });
    return lease;
  };
}
