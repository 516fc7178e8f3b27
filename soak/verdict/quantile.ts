/** Nearest-rank quantiles: element ⌈p·n⌉ of the sorted values, always one that was measured. Pure. */

/** Quantiles of a set of lengths; null where there are none. */
export interface Quantiles {
  readonly samples: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** The nearest-rank quantile of values in ascending order; null when there are none. `p` in (0, 1]. */
export function nearestRank(ascending: readonly number[], p: number): number | null {
  return ascending[Math.ceil(p * ascending.length) - 1] ?? null;
}

/** The three quantiles the plan asks for. */
export function quantiles(values: readonly number[]): Quantiles {
  const ascending = [...values].sort((a, b) => a - b);
  return {
    samples: ascending.length,
    p50: nearestRank(ascending, 0.5),
    p95: nearestRank(ascending, 0.95),
    p99: nearestRank(ascending, 0.99),
  };
}
