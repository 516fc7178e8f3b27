/**
 * Spans of time as a person types them: `15m`, `30s`, `250ms`, `1.5h`.
 * Kept apart because flags, the environment and messages must agree on one spelling.
 */
import { type DurationMs, milliseconds } from './time.js';

/** What a bare number counts. */
export type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd';

const unitMs: Readonly<Record<DurationUnit, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The longest span that an age may have, which no timer has to hold. */
const longestAgeMs = 36_500 * unitMs.d;

/** The longest span a timer of the runtime can hold is 2^31 ms, a little under 25 days. */
const longestMs = 24 * unitMs.d;

/** The span `text` says, at least 1 ms and at most 24 days; null when it says none. */
export function parseDuration(text: string, bareUnit: DurationUnit): DurationMs | null {
  return spanOf(text, { bareUnit, mostMs: longestMs });
}

/** The age `text` says with its unit, such as `90d`: at least 1 ms and at most 36,500 days; null when it says none. */
export function parseAge(text: string): DurationMs | null {
  return spanOf(text, { bareUnit: null, mostMs: longestAgeMs });
}

function spanOf(
  text: string,
  { bareUnit, mostMs }: { readonly bareUnit: DurationUnit | null; readonly mostMs: number },
): DurationMs | null {
  const match = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d)?$/.exec(text.trim());
  const unit = (match?.[2] as DurationUnit | undefined) ?? bareUnit;
  if (match === null || unit === null) return null;
  const spanMs = Math.round(Number(match[1]) * unitMs[unit]);
  return spanMs >= 1 && spanMs <= mostMs ? milliseconds(spanMs) : null;
}

/** The span in the largest unit that keeps it whole; `parseDuration` reads it back. */
export function formatDuration(duration: DurationMs): string {
  const largestFirst: readonly DurationUnit[] = ['d', 'h', 'm', 's'];
  const unit = largestFirst.find((name) => duration % unitMs[name] === 0) ?? 'ms';
  return `${duration / unitMs[unit]}${unit}`;
}

/** A span as it is said in passing: to the second, or to the millisecond below one. */
export function roughDuration(span: number): string {
  return span < 1_000 ? `${span}ms` : formatDuration(milliseconds(span - (span % 1_000)));
}
