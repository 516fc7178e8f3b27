/** All checkers, by the number of their invariant. A scenario names those that guard it; a soak takes them all. */
import { attemptsBounded } from './attempts-bounded.js';
import { backoffKept } from './backoff-kept.js';
import { boundedOvertaking } from './bounded-overtaking.js';
import { breaksOnlyWhenBroken } from './breaks-only-when-broken.js';
import type { Checker } from './checker.js';
import { damageContained } from './damage-contained.js';
import { drainsAfterHeal } from './drains-after-heal.js';
import { eventsExplainState } from './events-explain-state.js';
import { fallsSilent } from './falls-silent.js';
import { fencedSettlement } from './fenced-settlement.js';
import { hardBudgetBlocks } from './hard-budget-blocks.js';
import { honestErrors } from './honest-errors.js';
import { leasesEnd } from './leases-end.js';
import { legalTransitions } from './legal-transitions.js';
import { linearizable } from './linearizable.js';
import { noRetryStorm } from './no-retry-storm.js';
import { nothingLost } from './nothing-lost.js';
import { oneRunPerKey } from './one-run-per-key.js';
import { recoversInTime } from './recovers-in-time.js';
import { runsKeptApart } from './runs-kept-apart.js';
import { settledOnce } from './settled-once.js';
import { singleHolder } from './single-holder.js';
import { storeIntact } from './store-intact.js';
import { workersCarryOn } from './workers-carry-on.js';

/** Each invariant once, by its number. */
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
