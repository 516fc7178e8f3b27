/** The evaluator of each failure scenario, by the id the policy uses. */
import type { ScenarioNeed } from '../../policy/checks.js';
import { budgetHardExceed } from './budget-hard-exceed.js';
import { databaseLock } from './database-lock.js';
import { duplicateDispatch } from './duplicate-dispatch.js';
import type { Evaluator } from './evaluation.js';
import { leaseContention } from './lease-contention.js';
import { retriesExhausted } from './retries-exhausted.js';
import { stuckInProgress } from './stuck-in-progress.js';

export const EVALUATORS: Readonly<Record<ScenarioNeed['id'], Evaluator>> = {
  S1: leaseContention,
  S2: stuckInProgress,
  S3: duplicateDispatch,
  S4: budgetHardExceed,
  S5: databaseLock,
  S6: retriesExhausted,
};
