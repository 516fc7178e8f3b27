/** A series cut where samples are missing: a line drawn across a gap would invent data. Pure. */
import { median } from 'd3-array';
import type { Point } from '../../stats/downsample.js';

/** A pause this many times the usual spacing is a gap. */
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
