/** The whole conformance suite: what any store must do. A new store is done when it passes unchanged. */
import { modelContract } from './against-model.js';
import { answersContract } from './answers.js';
import type { OpenBench } from './bench.js';
import { claimContract } from './claim.js';
import { enqueueContract } from './enqueue.js';
import { eventsContract } from './events.js';
import { guardrailContract } from './guardrail.js';
import { idempotencyContract } from './idempotency.js';
import { leaseContract } from './lease.js';
import { nextActionContract } from './next-action.js';
import { operatorContract } from './operator.js';
import { pruneContract } from './prune.js';
import { releaseContract } from './release.js';
import { replanContract } from './replan.js';
import { resolveContract } from './resolve.js';
import { retryContract } from './retry.js';
import { reviewContract } from './review.js';
import { settleContract } from './settle.js';
import { sweepContract } from './sweep.js';
import { taskBudgetContract } from './task-budget.js';

/** Registers every case against stores that `open` opens. */
export function storeContract(open: OpenBench): void {
  const themes = [enqueueContract, claimContract, leaseContract, settleContract, sweepContract];
  const more = [
    answersContract,
    releaseContract,
    idempotencyContract,
    guardrailContract,
    taskBudgetContract,
    operatorContract,
    replanContract,
    retryContract,
    nextActionContract,
    resolveContract,
    reviewContract,
    eventsContract,
    pruneContract,
    modelContract,
  ];
  for (const theme of [...themes, ...more]) theme(open);
}
