/**
 * How a holder hands its run back unfinished, such as a worker that must stop. Runs inside the caller's transaction.
 * A run that was handed back is no failure: it uses up no retry and waits for no backoff.
 */
import type { CodedError } from '../../../errors.js';
import type { LeaseProof, Task } from '../../../task/task.js';
import { toTask } from '../record/rows.js';
import type { Session } from '../record/session.js';
import { prepareRefuse } from '../step/fence.js';
import { prepareMover } from '../step/move.js';

export function prepareRelease(session: Session): (proof: LeaseProof, reason: string) => Task | CodedError {
  const mover = prepareMover(session);
  const refuse = prepareRefuse(session);
  return (proof, reason) => {
    const row = session.findRow(proof.taskId);
    const moved =
      row &&
      mover.asHolder(row, proof, {
        as: 'RELEASE',
        to: { status: 'PENDING', availableAt: session.now() },
        changes: { notes: [`released by ${proof.holder}: ${reason}`] },
        event: { type: 'lease_released', data: { holder: row.lease_holder, reason } },
      });
    return moved ? toTask(moved) : refuse(proof, 'release');
  };
}
