/**
 * The guards of every scenario, whatever it names: what may happen in no run at all. A scenario that does not name one
 * need not give it a chance, so without one it tells nothing; what it accuses counts, and that it came to no end.
 */

import type { Checker } from './checker.js';
import { boundedOvertaking } from './liveness/bounded-overtaking.js';
import { fallsSilent } from './liveness/falls-silent.js';
import { leasesEnd } from './liveness/leases-end.js';
import { noRetryStorm } from './liveness/no-retry-storm.js';
import { recoversInTime } from './liveness/recovers-in-time.js';
import { workersCarryOn } from './liveness/workers-carry-on.js';
import { breaksOnlyWhenBroken } from './safety/breaks-only-when-broken.js';
import { damageContained } from './safety/damage-contained.js';
import { honestErrors } from './safety/honest-errors.js';
import { linearizable } from './safety/linearizable.js';
import { runsKeptApart } from './safety/runs-kept-apart.js';
import { storeIntact } from './safety/store-intact.js';

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
