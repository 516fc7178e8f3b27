/**
 * The guards of every scenario, whatever it names: what may happen in no run at all. A scenario that does not name one
 * need not give it a chance, so without one it tells nothing; what it accuses counts.
 */
import { boundedOvertaking } from './bounded-overtaking.js';
import { breaksOnlyWhenBroken } from './breaks-only-when-broken.js';
import type { Checker } from './checker.js';
import { damageContained } from './damage-contained.js';
import { fallsSilent } from './falls-silent.js';
import { honestErrors } from './honest-errors.js';
import { leasesEnd } from './leases-end.js';
import { linearizable } from './linearizable.js';
import { noRetryStorm } from './no-retry-storm.js';
import { recoversInTime } from './recovers-in-time.js';
import { runsKeptApart } from './runs-kept-apart.js';
import { storeIntact } from './store-intact.js';
import { workersCarryOn } from './workers-carry-on.js';

/** By the number of their invariant. */
export const STANDING_GUARDS: readonly Checker[] = [
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
