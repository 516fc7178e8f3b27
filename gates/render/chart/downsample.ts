/**
 * Fewer points that tell the same story: min–max buckets keep every spike, and gaps stay gaps. Pure.
 */
import { median } from 'd3-array';

/** [ms since start, value]. */
export type Point = readonly [number, number];

/** At most `most` points: the lowest and the highest of each bucket, in order of time. `most` is at least 2. */
export function minMaxBuckets(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const buckets = Math.floor(most / 2);
  return Array.from({ length: buckets }, (_, bucket) => {
    const from = Math.floor((bucket * points.length) / buckets);
    const to = Math.floor(((bucket + 1) * points.length) / buckets);
    return lowestAndHighest(points.slice(from, to));
  }).flat();
}

function lowestAndHighest(points: readonly Point[]): readonly Point[] {
  const byValue = (pick: (a: Point, b: Point) => boolean) =>
    points.reduce((best, point) => (pick(point, best) ? point : best));
  const lowest = byValue((a, b) => a[1] < b[1]);
  const highest = byValue((a, b) => a[1] > b[1]);
  if (lowest === highest) return [lowest];
  return lowest[0] <= highest[0] ? [lowest, highest] : [highest, lowest];
}

/** A pause this many times the usual spacing is a gap; a line drawn across it would invent data. */
const GAP = 8;

/** The stretches of points between gaps. */
export function stretches(points: readonly Point[]): readonly (readonly Point[])[] {
  const spacing = points.slice(1).map((point, index) => point[0] - (points[index]?.[0] ?? 0));
  const longest = GAP * (median(spacing) ?? 0);
  const found: Point[][] = [];
  points.forEach((point, index) => {
    const pause = spacing[index - 1];
    if (pause === undefined || (longest > 0 && pause > longest)) found.push([point]);
    else found.at(-1)?.push(point);
  });
  return found;
}
