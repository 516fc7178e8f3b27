/** All checkers, by the number of their invariant. A scenario names some that guard it; the standing ones always do. */

import type { Checker } from './checker.js';
import { drainsAfterHeal } from './liveness/drains-after-heal.js';
import { attemptsBounded } from './safety/attempts-bounded.js';
import { backoffKept } from './safety/backoff-kept.js';
import { eventsExplainState } from './safety/events-explain-state.js';
import { fencedSettlement } from './safety/fenced-settlement.js';
import { hardBudgetBlocks } from './safety/hard-budget-blocks.js';
import { legalTransitions } from './safety/legal-transitions.js';
import { nothingLost } from './safety/nothing-lost.js';
import { oneRunPerKey } from './safety/one-run-per-key.js';
import { settledOnce } from './safety/settled-once.js';
import { singleHolder } from './safety/single-holder.js';
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
