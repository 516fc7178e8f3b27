/** From a row of a rendered queue to how it arrives: in which state, and what a person has to do about it. Pure. */
import { Invalid } from '../../../errors.js';
import { type CheckedDraft, checkedDraft } from '../../../task/draft.js';
import { STATUSES, type Status } from '../../../task/task.js';
import type { EpochMs } from '../../../time.js';
import type { ImportedTask } from '../../store.js';
import { appended } from '../step/move.js';
import type { Arrival } from './arrival.js';

/** A row of a rendered queue whose every field is valid. */
export interface CheckedImport {
  readonly draft: CheckedDraft;
  readonly status: Status;
}

/** @throws Invalid, naming the row by its id */
export function checkedImport(row: ImportedTask): CheckedImport {
  const draft = checkedDraft(row);
  if (!STATUSES.includes(row.status)) {
    throw new Invalid(
      `expected status of ${draft.id} to be one of ${STATUSES.join(', ')}, got ${String(row.status)}`,
    );
  }
  return { draft, status: row.status };
}

/** How a row arrives at `now`. What ran when it was rendered waits: no lease can exist for it. */
export function arrivalOf({ draft, status }: CheckedImport, now: EpochMs): Arrival {
  switch (status) {
    case 'PENDING':
      return { draft, state: { status, availableAt: now }, nextAction: null };
    case 'IN_PROGRESS': {
      const notes = appended(draft.notes, ['imported from IN_PROGRESS: no lease can exist for it']);
      return { draft: { ...draft, notes }, state: { status: 'PENDING', availableAt: now }, nextAction: null };
    }
    case 'DONE':
      return { draft, state: { status, settledAt: now, duplicateOf: null }, nextAction: null };
    case 'FAILED': {
      const nextAction = `it arrived as FAILED: read its notes, then ${returnOf(draft)}`;
      return withNext({
        draft,
        state: { status, settledAt: now, failureClass: 'permanent', retryAt: null },
        nextAction,
      });
    }
    case 'BLOCKED': {
      const nextAction = `it arrived as BLOCKED: give it what its notes ask for, then ${returnOf(draft)}`;
      return withNext({
        draft,
        state: { status, settledAt: now, blockedReason: 'external_input' },
        nextAction,
      });
    }
  }
}

/** The command that brings an arrival back: it has used up nothing, but may have no retries at all. */
function returnOf({ id, maxRetries }: CheckedDraft): string {
  return maxRetries > 0 ? `ops retry --id ${id}` : `ops replan --id ${id} --notes <what changed>`;
}

function withNext(arrival: Arrival): Arrival {
  const notes = appended(arrival.draft.notes, [`next: ${arrival.nextAction}`]);
  return { ...arrival, draft: { ...arrival.draft, notes } };
}
