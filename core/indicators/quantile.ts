/** Nearest-rank quantiles: element ⌈p·n⌉ of the sorted values, always one that was measured. Pure. */

/** Quantiles and mean of a set of lengths, in ms; null where there are none. */
export interface Spread {
  readonly samples: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly mean: number | null;
}

/** The spread of `values`, in any order. */
export function spreadOf(values: readonly number[]): Spread {
  const ascending = [...values].sort((one, other) => one - other);
  const rank = (p: number) => ascending[Math.ceil(p * ascending.length) - 1] ?? null;
  const sum = ascending.reduce((soFar, value) => soFar + value, 0);
  const mean = ascending.length === 0 ? null : Math.round(sum / ascending.length);
  return { samples: ascending.length, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), mean };
}

/** `part` of `whole` with four decimals; null when there is no whole. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
