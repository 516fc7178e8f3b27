/**
 * How much of a soak counts as watched wall-clock time: the sum of verified heartbeat intervals. An interval is
 * verified when both clocks agree about it and it is no longer than the policy allows; a gap is never credited.
 */
import type { Heartbeat } from '../../record/artefacts.js';

export interface Credit {
  readonly creditedMs: number;
  /** Longest interval that was not credited, ms. */
  readonly longestGapMs: number;
}

/** An interval may differ between the clocks by this share, and by this much, ms. */
const DRIFT_SHARE = 0.001;
const DRIFT_MS = 2_000;

/** What is credited: a run's heartbeats, and where the run itself ended, ms since its start. */
export interface CreditTerms {
  readonly heartbeats: readonly Heartbeat[];
  readonly endedAtMs: number;
}

/** Credits the intervals of a run's heartbeats. Without clocks nothing is credited; an unwatched end is a gap. */
export function creditedTime({ heartbeats, endedAtMs }: CreditTerms, maxIntervalMs: number): Credit {
  let creditedMs = 0;
  const unwatchedMs = endedAtMs - (heartbeats.at(-1)?.at ?? 0);
  let longestGapMs = unwatchedMs > maxIntervalMs ? unwatchedMs : 0;
  for (const [position, later] of heartbeats.entries()) {
    const earlier = heartbeats[position - 1];
    if (earlier === undefined) continue;
    const span = interval(earlier, later);
    if (span !== null && span.wallMs <= maxIntervalMs && agree(span)) creditedMs += span.monotonicMs;
    else longestGapMs = Math.max(longestGapMs, span?.wallMs ?? later.at - earlier.at);
  }
  return { creditedMs, longestGapMs };
}

interface Interval {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** Null where a clock is missing, went back, or the machine did no work at all. */
function interval(earlier: Heartbeat, later: Heartbeat): Interval | null {
  if (earlier.wall === null || later.wall === null) return null;
  if (earlier.monotonicMs === null || later.monotonicMs === null) return null;
  const monotonicMs = later.monotonicMs - earlier.monotonicMs;
  return monotonicMs < 0 ? null : { wallMs: later.wall - earlier.wall, monotonicMs };
}

function agree({ wallMs, monotonicMs }: Interval): boolean {
  return Math.abs(wallMs - monotonicMs) <= DRIFT_MS + DRIFT_SHARE * monotonicMs;
}
