import { describe, expect, it } from 'vitest';
import type { Point } from '../../stats/downsample.js';
import { stretches } from './stretches.js';

const series = (length: number, value: (index: number) => number): Point[] =>
  Array.from({ length }, (_, index) => [index * 30_000, value(index)] as const);

describe('stretches', () => {
  it('break where samples are missing, so that no line is drawn across a gap', () => {
    const points = series(100, () => 1).filter(([at]) => at < 20 * 30_000 || at > 60 * 30_000);
    expect(stretches(points).map((stretch) => stretch.length)).toEqual([20, 39]);
  });

  it('are one for an even series and none for an empty one', () => {
    expect([stretches(series(50, () => 1)).length, stretches([]).length]).toEqual([1, 0]);
  });
});
