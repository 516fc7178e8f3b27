/**
 * Log-normal lengths given by the two figures people know of them: the mean and the 99th percentile.
 * Pure: the same draws give the same lengths.
 */

/** The standard normal quantile of 0.99. */
const Z99 = 2.3263478740408408;

/** The largest p99 ÷ mean a log-normal distribution can have. */
export const steepestTail: number = Math.exp(Z99 ** 2 / 2);

/** A log-normal distribution. Invariants: `sigma` ≥ 0. */
export interface LogNormal {
  readonly mu: number;
  readonly sigma: number;
}

/**
 * The distribution with that mean and 99th percentile; of the two solutions, the one with the lighter tail.
 * Invariants: mean < p99 ≤ mean · `steepestTail`.
 */
export function logNormal(meanMs: number, p99Ms: number): LogNormal {
  const sigma = Z99 - Math.sqrt(Z99 ** 2 - 2 * Math.log(p99Ms / meanMs));
  return { mu: Math.log(meanMs) - sigma ** 2 / 2, sigma };
}

/** One length in whole ms, at least 1, from two draws of [0, 1). */
export function drawLength({ mu, sigma }: LogNormal, draws: readonly [number, number]): number {
  const normal = Math.sqrt(-2 * Math.log(1 - draws[0])) * Math.cos(2 * Math.PI * draws[1]);
  return Math.max(1, Math.round(Math.exp(mu + sigma * normal)));
}
