/** All checkers, by the number of their invariant. A scenario names those that guard it; a soak takes them all. */
import { attemptsBounded } from './attempts-bounded.js';
import { backoffKept } from './backoff-kept.js';
import { breaksOnlyWhenBroken } from './breaks-only-when-broken.js';
import type { Checker } from './checker.js';
import { drainsAfterHeal } from './drains-after-heal.js';
import { eventsExplainState } from './events-explain-state.js';
import { fencedSettlement } from './fenced-settlement.js';
import { hardBudgetBlocks } from './hard-budget-blocks.js';
import { legalTransitions } from './legal-transitions.js';
import { linearizable } from './linearizable.js';
import { nothingLost } from './nothing-lost.js';
import { oneRunPerKey } from './one-run-per-key.js';
import { settledOnce } from './settled-once.js';
import { singleHolder } from './single-holder.js';

/** INV-01 to INV-13. */
export const CHECKERS: readonly Checker[] = [
  singleHolder,
  fencedSettlement,
  settledOnce,
  nothingLost,
  oneRunPerKey,
  attemptsBounded,
  backoffKept,
  hardBudgetBlocks,
  eventsExplainState,
  legalTransitions,
  drainsAfterHeal,
  breaksOnlyWhenBroken,
  linearizable,
];
