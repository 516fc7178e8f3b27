/** All checkers, by the number of their invariant. A scenario names some that guard it; the standing ones always do. */
import { attemptsBounded } from './attempts-bounded.js';
import { backoffKept } from './backoff-kept.js';
import type { Checker } from './checker.js';
import { drainsAfterHeal } from './drains-after-heal.js';
import { eventsExplainState } from './events-explain-state.js';
import { fencedSettlement } from './fenced-settlement.js';
import { hardBudgetBlocks } from './hard-budget-blocks.js';
import { legalTransitions } from './legal-transitions.js';
import { nothingLost } from './nothing-lost.js';
import { oneRunPerKey } from './one-run-per-key.js';
import { settledOnce } from './settled-once.js';
import { singleHolder } from './single-holder.js';
import { STANDING_GUARDS } from './standing.js';

/** Each invariant once, by its number: the standing guards come last. */
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
  ...STANDING_GUARDS,
];
