/**
 * Does a series grow? Theil–Sen slope of block medians, with an interval from the Mann–Kendall variance corrected for
 * autocorrelation after Hamed and Rao (1998). Without that correction a slow daily cycle reads as a leak.
 */
import { median } from './quantile.js';

/** Projected growth over the whole series, as a share of its level at the start. */
export interface Growth {
  readonly blocks: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %. */
const Z = 1.959963984540054;

/** Medians of consecutive blocks of `blockMs`, from `fromMs` on. Blocks without a point are left out. */
export function blockMedians(
  points: readonly (readonly [number, number])[],
  { fromMs, blockMs }: { readonly fromMs: number; readonly blockMs: number },
): readonly number[] {
  const blocks = new Map<number, number[]>();
  for (const [at, value] of points) {
    if (at < fromMs) continue;
    const block = Math.floor((at - fromMs) / blockMs);
    blocks.set(block, [...(blocks.get(block) ?? []), value]);
  }
  return [...blocks.entries()].sort(([a], [b]) => a - b).flatMap(([, values]) => median(values) ?? []);
}

/** The growth of a series of block medians; null below four blocks or at a level of zero. */
export function growth(medians: readonly number[]): Growth | null {
  const n = medians.length;
  if (n < 4) return null;
  const slopes = pairwiseSlopes(medians);
  const slope = median(slopes) ?? 0;
  const level = (median(medians) ?? 0) - (slope * (n - 1)) / 2;
  if (level <= 0) return null;
  const half = (Z * Math.sqrt(mannKendallVariance(medians, slope))) / 2;
  const middle = (slopes.length - 1) / 2;
  const at = (rank: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, rank))] ?? slope;
  const share = (perBlock: number): number => (perBlock * (n - 1)) / level;
  return {
    blocks: n,
    estimate: share(slope),
    low: share(at(Math.floor(middle - half))),
    high: share(at(Math.ceil(middle + half))),
  };
}

function pairwiseSlopes(values: readonly number[]): readonly number[] {
  const slopes: number[] = [];
  for (const [j, later] of values.entries()) {
    for (const [i, earlier] of values.slice(0, j).entries()) slopes.push((later - earlier) / (j - i));
  }
  return slopes.sort((a, b) => a - b);
}

/** Variance of S, with ties, times the factor by which autocorrelated values say less than independent ones. */
function mannKendallVariance(values: readonly number[], slope: number): number {
  const n = values.length;
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0);
  const independent = (n * (n - 1) * (2 * n + 5) - ties) / 18;
  return independent * correction(ranks(values.map((value, index) => value - slope * index)));
}

function correction(ranked: readonly number[]): number {
  const n = ranked.length;
  const significant = Z / Math.sqrt(n);
  let sum = 0;
  for (let lag = 1; lag < n - 2; lag += 1) {
    const rho = autocorrelation(ranked, lag);
    if (Math.abs(rho) > significant) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * rho;
  }
  return Math.max(1, 1 + (2 * sum) / (n * (n - 1) * (n - 2)));
}

function autocorrelation(values: readonly number[], lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (spread === 0) return 0;
  const along = values
    .slice(lag)
    .reduce((sum, value, i) => sum + (value - mean) * ((values[i] ?? mean) - mean), 0);
  return along / spread;
}

/** Ranks from 1, equal values sharing the mean of theirs. */
function ranks(values: readonly number[]): readonly number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [index, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, index + 1);
    last.set(value, index + 1);
  }
  return values.map((value) => ((first.get(value) ?? 0) + (last.get(value) ?? 0)) / 2);
}
