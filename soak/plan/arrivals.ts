/**
 * When tasks arrive: a base rate that a burst replaces at the end of every period.
 * Pure; the number of arrivals is fixed by the profile, only their places in their slots are drawn.
 */
import type { Random } from '../../harness/index.js';
import type { Profile } from './profile.js';

interface Phase {
  readonly fromMs: number;
  readonly forMs: number;
  readonly perMinute: number;
}

/** Instants in ms from the start, in order; each in a slot of its own, `[slot start, slot end)`. */
export function arrivalInstants(profile: Profile, random: Random): readonly number[] {
  const instants: number[] = [];
  for (const phase of phases(profile)) {
    const count = (phase.forMs * phase.perMinute) / 60_000;
    const slotMs = phase.forMs / count;
    for (let slot = 0; slot < count; slot += 1) {
      instants.push(phase.fromMs + Math.floor((slot + random.next()) * slotMs));
    }
  }
  return instants;
}

/** How many tasks arrive in all. */
export function arrivalCount(profile: Profile): number {
  return phases(profile).reduce((sum, { forMs, perMinute }) => sum + (forMs * perMinute) / 60_000, 0);
}

/** How many bursts there are. */
export function burstCount({ arrivals, lengthMs }: Profile): number {
  return arrivals.burst === null ? 0 : lengthMs / arrivals.burst.everyMs;
}

function phases({ arrivals, lengthMs, warmUpMs }: Profile): readonly Phase[] {
  const { burst, perMinute } = arrivals;
  if (burst === null) return [{ fromMs: warmUpMs, forMs: lengthMs, perMinute }];
  const calmMs = burst.everyMs - burst.forMs;
  return Array.from(
    { length: lengthMs / burst.everyMs },
    (_, period) => warmUpMs + period * burst.everyMs,
  ).flatMap((fromMs) => [
    { fromMs, forMs: calmMs, perMinute },
    { fromMs: fromMs + calmMs, forMs: burst.forMs, perMinute: burst.perMinute },
  ]);
}
