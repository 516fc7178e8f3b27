/**
 * Fewer points that tell the same story: min–max buckets keep every spike. Pure.
 */
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
