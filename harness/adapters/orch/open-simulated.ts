/** Core's store as every simulation opens it: on the virtual clock, not durable, and without a wait of its own. */
import type { Clock, EpochMs, MonotonicMs, Store, StoreOptions } from '../../../core/index.js';
import type { Knobs } from '../../../gates/record/history.js';
import { type Conditions, type HarnessClock, USUAL } from '../../sut.js';
import type { Disk } from './disk.js';
import type { Mutant } from './mutants/mutant.js';
import { openPlanted } from './mutants/planted.js';
import { storeOptions } from './options.js';

export interface OpeningTerms {
  readonly clock: HarnessClock;
  readonly knobs: Knobs;
  readonly mutant: Mutant | null;
  /** Absent: each call by itself. */
  readonly commits?: StoreOptions['commits'];
  /** What the store lies on; absent: the machine's own. */
  readonly disk?: Disk;
  /** What the clock shows; absent: the right time. */
  readonly shows?: Conditions['shows'];
}

/** Opens the file `path` for `actor` (`role:name`, written into events). @throws as `openStore` */
export function openSimulated(path: string, actor: string, terms: OpeningTerms): Promise<Store> {
  const { knobs, mutant, commits = 'each', disk } = terms;
  const clock = coreClock(terms.clock, terms.shows ?? USUAL.shows);
  const plain = { clock, actor, knobs, durability: 'none', busyWaitMs: 0, commits } as const;
  return openPlanted(path, storeOptions({ ...plain, ...(disk && { disk }) }), mutant);
}

/** What it shows may be off; how long something takes is not. */
function coreClock(clock: HarnessClock, shows: Conditions['shows']): Clock {
  return {
    now: () => shows(clock.now()) as EpochMs,
    elapsed: () => clock.now() as MonotonicMs,
    sleep: (duration, signal) => clock.sleep(duration, signal),
  };
}
