/**
 * One spell during which this connection found the store locked, from the first refusal to the first commit that
 * tells of it. It is told once, by the first task that moves afterwards; a rolled-back telling does not count.
 */
import type { EpochMs } from '../../../time.js';

export interface BusyEpisode {
  /** A call was refused as `Busy`. */
  refused(at: EpochMs): void;
  /** What there is to tell, or null. */
  untold(): { readonly refusals: number; readonly since: EpochMs } | null;
  /** It stands in the log, if the present transaction commits. */
  told(): void;
  ended(how: 'committed' | 'rolled-back'): void;
}

export function busyEpisode(): BusyEpisode {
  let spell: { readonly refusals: number; readonly since: EpochMs } | null = null;
  let isTold = false;
  return {
    refused(at) {
      spell = { refusals: (spell?.refusals ?? 0) + 1, since: spell?.since ?? at };
    },
    untold: () => (isTold ? null : spell),
    told() {
      isTold = true;
    },
    ended(how) {
      if (isTold && how === 'committed') spell = null;
      isTold = false;
    },
  };
}
