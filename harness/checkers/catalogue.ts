/**
 * All checkers, by the number of their invariant. Those that a scenario neither names nor has as a basic guard are its
 * standing guards: what they accuse counts, and that they came to no end; without a chance they are passed over.
 */

import type { Checker } from './checker.js';
import { boundedOvertaking } from './liveness/bounded-overtaking.js';
import { drainsAfterHeal } from './liveness/drains-after-heal.js';
import { fallsSilent } from './liveness/falls-silent.js';
import { leasesEnd } from './liveness/leases-end.js';
import { noRetryStorm } from './liveness/no-retry-storm.js';
import { recoversInTime } from './liveness/recovers-in-time.js';
import { workersCarryOn } from './liveness/workers-carry-on.js';
import { attemptsBounded } from './safety/attempts-bounded.js';
import { backoffKept } from './safety/backoff-kept.js';
import { breaksOnlyWhenBroken } from './safety/breaks-only-when-broken.js';
import { damageContained } from './safety/damage-contained.js';
import { eventsExplainState } from './safety/events-explain-state.js';
import { fencedSettlement } from './safety/fenced-settlement.js';
import { hardBudgetBlocks } from './safety/hard-budget-blocks.js';
import { honestErrors } from './safety/honest-errors.js';
import { legalTransitions } from './safety/legal-transitions.js';
import { linearizable } from './safety/linearizable.js';
import { nothingLost } from './safety/nothing-lost.js';
import { oneRunPerKey } from './safety/one-run-per-key.js';
import { runsKeptApart } from './safety/runs-kept-apart.js';
import { settledOnce } from './safety/settled-once.js';
import { singleHolder } from './safety/single-holder.js';
import { storeIntact } from './safety/store-intact.js';

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
  runsKeptApart,
  honestErrors,
  damageContained,
  storeIntact,
  leasesEnd,
  boundedOvertaking,
  recoversInTime,
  workersCarryOn,
  noRetryStorm,
  fallsSilent,
];
