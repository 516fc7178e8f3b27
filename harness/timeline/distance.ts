/** How far a line of the history is from the nearest of some lines. */

export type Distance = (line: number) => number;

/** Distances in lines from the nearest of `lines`; infinite when there are none. */
export function distanceTo(lines: readonly number[]): Distance {
  return (line) => lines.reduce((least, one) => Math.min(least, Math.abs(line - one)), Infinity);
}

/** Orders by distance, the nearest first. */
export function nearest(distance: Distance): (a: Placed, b: Placed) => number {
  return (a, b) => distance(a.begin.line) - distance(b.begin.line);
}

interface Placed {
  readonly begin: { readonly line: number };
}
