/**
 * Marks on an axis of elapsed time that people count in: seconds, minutes and hours in steps of 6, 12 or 30, not
 * of 20,000 ms.
 */
import { range } from 'd3-array';

const STEPS: readonly (readonly [stepMs: number, unitMs: number, unit: string])[] = [
  ...[1, 2, 5, 10, 15, 30].map((step) => [step * 1000, 1000, 's'] as const),
  ...[1, 2, 5, 10, 15, 30].map((step) => [step * 60_000, 60_000, 'min'] as const),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 240].map((step) => [step * 3_600_000, 3_600_000, 'h'] as const),
];

/** At most six marks from 0 to the end, as [ms, label]. */
export function timeMarks(endMs: number): readonly (readonly [number, string])[] {
  const [stepMs, unitMs, unit] = STEPS.find(([step]) => endMs / step <= 6) ?? [endMs / 4, 3_600_000, 'h'];
  return range(0, endMs + 1, stepMs).map((at) => [at, `${Math.round(at / unitMs)} ${unit}`]);
}
