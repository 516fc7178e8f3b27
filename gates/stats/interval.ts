/**
 * How far two samples lie apart: the Hodges–Lehmann shift with its interval from the Mann–Whitney variance.
 * It says by how much, not merely whether; a margin is then held against the interval's bad end.
 */
import { median } from './quantile.js';

export interface Shift {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 %. */
const Z = 1.959963984540054;

/** The shift from `before` to `after`; null when either is empty. */
export function hodgesLehmann(before: readonly number[], after: readonly number[]): Shift | null {
  const differences = after.flatMap((b) => before.map((a) => b - a)).sort((a, b) => a - b);
  const estimate = median(differences);
  if (estimate === null) return null;
  const [m, n] = [before.length, after.length];
  const half = Z * Math.sqrt((m * n * (m + n + 1)) / 12);
  const low = Math.max(0, Math.floor((m * n) / 2 - half));
  const high = Math.min(differences.length - 1, Math.ceil((m * n) / 2 + half) - 1);
  return { estimate, low: differences[low] ?? estimate, high: differences[Math.max(low, high)] ?? estimate };
}
