/** Core's store as every simulation opens it: on the virtual clock, not durable, and without a wait of its own. */
import type { Clock, EpochMs, MonotonicMs, Store } from '../../../core/index.js';
import type { Knobs } from '../../../gates/record/history.js';
import type { HarnessClock } from '../../sut.js';
import type { Mutant } from './mutants/mutant.js';
import { openPlanted } from './mutants/planted.js';
import { storeOptions } from './options.js';

export interface OpeningTerms {
  readonly clock: HarnessClock;
  readonly knobs: Knobs;
  readonly mutant: Mutant | null;
}

/** Opens the file `path` for `actor` (`role:name`, written into events). @throws as `openStore` */
export function openSimulated(path: string, actor: string, terms: OpeningTerms): Promise<Store> {
  const { knobs, mutant } = terms;
  const clock = coreClock(terms.clock);
  return openPlanted(path, storeOptions({ clock, actor, knobs, durability: 'none', busyWaitMs: 0 }), mutant);
}

function coreClock(clock: HarnessClock): Clock {
  return {
    now: () => clock.now() as EpochMs,
    elapsed: () => clock.now() as unknown as MonotonicMs,
    sleep: (duration, signal) => clock.sleep(duration, signal),
  };
}
