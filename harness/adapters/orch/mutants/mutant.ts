/**
 * The catalogue of planted bugs: each breaks one invariant, or the promise of replay, on purpose and outside core, by
 * decorating its store or its options. A run with a mutant must fail; one that does not shows that the harness cannot
 * see that bug.
 */

import { ackBeforeCommit } from './ack-before-commit.js';
import { backoffOverflows } from './backoff-overflows.js';
import { backoffSkipped } from './backoff-skipped.js';
import { blockSparesFinishedWork } from './block-spares-finished-work.js';
import { busyComesBack } from './busy-comes-back.js';
import { busyOnceBlindForEver } from './busy-once-blind-for-ever.js';
import { cancelledCompletes } from './cancelled-completes.js';
import { claimSharesALease } from './claim-shares-a-lease.js';
import { completeForgetsStatus } from './complete-forgets-status.js';
import { crashUsesNoRetry } from './crash-uses-no-retry.js';
import { eventDropped } from './event-dropped.js';
import { eventWrittenLater } from './event-written-later.js';
import { expiryComesWithFirstHeartbeat } from './expiry-comes-with-first-heartbeat.js';
import { failIgnoresFence } from './fail-ignores-fence.js';
import { failedTasksVanish } from './failed-tasks-vanish.js';
import { failureRefusedAfterCommit } from './failure-refused-after-commit.js';
import { fenceIsTheName } from './fence-is-the-name.js';
import { fenceNotIncreased } from './fence-not-increased.js';
import { fullDiskSwallowed } from './full-disk-swallowed.js';
import { guardrailOnlyLogs } from './guardrail-only-logs.js';
import { hardExceedRequeues } from './hard-exceed-requeues.js';
import { hardLimitItselfBlocks } from './hard-limit-itself-blocks.js';
import { heartbeatAlwaysBusy } from './heartbeat-always-busy.js';
import { heartbeatRevivesLease } from './heartbeat-revives-lease.js';
import { heartbeatShortensLease } from './heartbeat-shortens-lease.js';
import { jitterIsAmbient } from './jitter-is-ambient.js';
import { keyForgetsDone } from './key-forgets-done.js';
import { keyIgnored } from './key-ignored.js';
import { leaseInSeconds } from './lease-in-seconds.js';
import { lostReplyRequeues } from './lost-reply-requeues.js';
import type { Mutant } from './mutation.js';
import { newestFirst } from './newest-first.js';
import { oneRetryTooMany } from './one-retry-too-many.js';
import { operatorSkipsTable } from './operator-skips-table.js';
import { originalLeftDangling } from './original-left-dangling.js';
import { replanEndsTheWait } from './replan-ends-the-wait.js';
import { replanRunsOn } from './replan-runs-on.js';
import { reportIgnoresFence } from './report-ignores-fence.js';
import { rollbackForgotten } from './rollback-forgotten.js';
import { runNotCounted } from './run-not-counted.js';
import { secondRunBreaks } from './second-run-breaks.js';
import { settleUsesNewestFence } from './settle-uses-newest-fence.js';
import { softLimitBlocks } from './soft-limit-blocks.js';
import { stepWithoutTransaction } from './step-without-transaction.js';
import { sweepBeforeExpiry } from './sweep-before-expiry.js';
import { sweepDoesNothing } from './sweep-does-nothing.js';
import { sweepFailsABystander } from './sweep-fails-a-bystander.js';
import { sweepForgetsExpiredLeases } from './sweep-forgets-expired-leases.js';
import { sweepIgnoresMaxRetries } from './sweep-ignores-max-retries.js';
import { sweepJudgesTheDone } from './sweep-judges-the-done.js';
import { sweepResetsRetries } from './sweep-resets-retries.js';
import { sweepRevivesFailed } from './sweep-revives-failed.js';
import { sweepSeldomLooks } from './sweep-seldom-looks.js';
import { sweepUnblocks } from './sweep-unblocks.js';
import { twinsBothRun } from './twins-both-run.js';
import { workerAsksWithoutPause } from './worker-asks-without-pause.js';
import { workerEndsAtBusy } from './worker-ends-at-busy.js';
import { workerForgetsToSettle } from './worker-forgets-to-settle.js';
import { workerOutlivesItsLease } from './worker-outlives-its-lease.js';

export type { Mutant } from './mutation.js';

/** Every planted bug: one for each invariant, by its number, then those that break one in another way. */
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
  secondRunBreaks,
  replanRunsOn,
  heartbeatAlwaysBusy,
  failureRefusedAfterCommit,
  sweepFailsABystander,
  originalLeftDangling,
  expiryComesWithFirstHeartbeat,
  newestFirst,
  sweepSeldomLooks,
  busyOnceBlindForEver,
  busyComesBack,
  sweepJudgesTheDone,
  heartbeatRevivesLease,
  reportIgnoresFence,
  fenceIsTheName,
  leaseInSeconds,
  oneRetryTooMany,
  keyForgetsDone,
  sweepUnblocks,
  hardLimitItselfBlocks,
  hardExceedRequeues,
  failedTasksVanish,
  sweepBeforeExpiry,
  backoffOverflows,
  stepWithoutTransaction,
  heartbeatShortensLease,
  jitterIsAmbient,
  fenceNotIncreased,
  failIgnoresFence,
  runNotCounted,
  crashUsesNoRetry,
  sweepIgnoresMaxRetries,
  sweepRevivesFailed,
  sweepDoesNothing,
  twinsBothRun,
  cancelledCompletes,
  blockSparesFinishedWork,
  softLimitBlocks,
  eventWrittenLater,
  fullDiskSwallowed,
  lostReplyRequeues,
  rollbackForgotten,
  replanEndsTheWait,
  workerOutlivesItsLease,
  workerAsksWithoutPause,
  workerEndsAtBusy,
  workerForgetsToSettle,
];

/** @throws when there is none of that name, listing those there are */
export function mutantNamed(name: string): Mutant {
  const mutant = MUTANTS.find((each) => each.name === name);
  if (mutant) return mutant;
  const names = MUTANTS.map((each) => each.name).join(', ');
  throw new Error(`expected the name of a planted bug, got ${JSON.stringify(name)}; there are: ${names}`);
}
