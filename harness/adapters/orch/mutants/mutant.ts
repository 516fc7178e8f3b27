/**
 * The catalogue of planted bugs: each breaks one invariant on purpose, outside core, by decorating its store or its
 * options. A run with a mutant must fail; one that does not shows that the harness cannot see that bug.
 */
import { ackBeforeCommit } from './ack-before-commit.js';
import { backoffSkipped } from './backoff-skipped.js';
import { claimSharesALease } from './claim-shares-a-lease.js';
import { completeForgetsStatus } from './complete-forgets-status.js';
import { eventDropped } from './event-dropped.js';
import { guardrailOnlyLogs } from './guardrail-only-logs.js';
import { keyIgnored } from './key-ignored.js';
import type { Mutant } from './mutation.js';
import { operatorSkipsTable } from './operator-skips-table.js';
import { settleUsesNewestFence } from './settle-uses-newest-fence.js';
import { sweepForgetsExpiredLeases } from './sweep-forgets-expired-leases.js';
import { sweepResetsRetries } from './sweep-resets-retries.js';

export type { Mutant } from './mutation.js';

/** Every planted bug, by the number of the invariant it breaks. */
export const MUTANTS: readonly Mutant[] = [
  claimSharesALease,
  settleUsesNewestFence,
  completeForgetsStatus,
  ackBeforeCommit,
  keyIgnored,
  sweepResetsRetries,
  backoffSkipped,
  guardrailOnlyLogs,
  eventDropped,
  operatorSkipsTable,
  sweepForgetsExpiredLeases,
];

/** @throws when there is none of that name, listing those there are */
export function mutantNamed(name: string): Mutant {
  const mutant = MUTANTS.find((each) => each.name === name);
  if (mutant) return mutant;
  const names = MUTANTS.map((each) => each.name).join(', ');
  throw new Error(`expected the name of a planted bug, got ${JSON.stringify(name)}; there are: ${names}`);
}
