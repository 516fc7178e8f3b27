/**
 * From accusations and chances to the result of a check. The earliest accusation is the one reported, so that the
 * same history always names the same collision; no chance at all is `unknown`, never `holds`.
 */
import type { CheckResult } from './checker.js';

/** One collision: in words, and the lines of the history that collide, in order. */
export interface Accusation {
  readonly because: string;
  readonly witness: readonly number[];
}

/** An accusation whose lines are put in order, each named once. */
export function accusation(because: string, lines: readonly number[]): Accusation {
  return { because, witness: [...new Set(lines)].sort((a, b) => a - b) };
}

export interface Chances {
  readonly exposure: number;
  /** What the history lacks when there was no chance: `no task was claimed twice`. */
  readonly lacking: string;
}

/** The result of a check. */
export function judged(accusations: Iterable<Accusation>, chances: Chances): CheckResult {
  let earliest: Accusation | null = null;
  for (const next of accusations) {
    if (earliest === null || lastLine(next) < lastLine(earliest)) earliest = next;
  }
  if (earliest) return { result: 'violated', because: earliest.because, witness: earliest.witness };
  if (chances.exposure === 0) return { result: 'unknown', because: `nothing to judge: ${chances.lacking}` };
  return { result: 'holds', exposure: chances.exposure };
}

function lastLine(one: Accusation): number {
  return one.witness.at(-1) ?? Infinity;
}
