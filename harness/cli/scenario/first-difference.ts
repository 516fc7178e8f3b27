/** Where two runs of one plan part: the first line of their histories, or the first row of what they ended as. */
import type { FinalState } from '../../../gates/record/history.js';

export interface Difference {
  /** From 1. */
  readonly line: number;
  readonly before: string | null;
  readonly now: string | null;
}

/** The first line that is not the same in both, or null. */
export function firstDifference(before: readonly string[], now: readonly string[]): Difference | null {
  const length = Math.max(before.length, now.length);
  for (let at = 0; at < length; at++) {
    if (before[at] !== now[at]) return { line: at + 1, before: before[at] ?? null, now: now[at] ?? null };
  }
  return null;
}

/** A final state line by line: what is said of the whole, then each task, then each event. */
export function stateLines({ tasks, events, ...whole }: FinalState): readonly string[] {
  return [whole, ...tasks, ...events].map((line) => JSON.stringify(line));
}
