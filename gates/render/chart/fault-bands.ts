/**
 * Fault windows as shaded bands. Windows less than a unit apart become one, so thousands of faults stay a small
 * picture.
 */
import { rollup } from 'd3-array';

export interface FaultWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: string;
}

/** Bands as [x from, x to], ordered, disjoint, each at least one unit wide. */
export function faultBands(
  faults: readonly FaultWindow[],
  x: (ms: number) => number,
): readonly (readonly [number, number])[] {
  const windows = faults
    .map(({ fromMs, toMs }) => [x(fromMs), Math.max(x(toMs), x(fromMs) + 1)] as const)
    .sort((a, b) => a[0] - b[0]);
  const bands: [number, number][] = [];
  for (const [from, to] of windows) {
    const last = bands.at(-1);
    if (last === undefined || from > last[1] + 1) bands.push([from, to]);
    else last[1] = Math.max(last[1], to);
  }
  return bands;
}

/** How many windows of each kind, most frequent first, as [kind, count]. */
export function faultCounts(faults: readonly FaultWindow[]): readonly (readonly [string, number])[] {
  const counts = rollup(
    faults,
    (windows) => windows.length,
    ({ kind }) => kind,
  );
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
