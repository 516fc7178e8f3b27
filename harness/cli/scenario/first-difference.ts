/** Where two runs of one plan part: the first line of their histories, or the first row of what they ended as. */
import type { FinalState } from '../../../gates/record/history.js';
import type { Artefact } from '../../run/artefact.js';
import type { RunResult } from '../../run/run.js';

export interface Difference {
  /** From 1. */
  readonly line: number;
  readonly before: string | null;
  readonly now: string | null;
}

/** The first difference, and a sentence that says what it is one of. */
export interface Parting extends Difference {
  readonly what: string;
}

/** A plan that was played again: the run, and its history line by line. */
export interface Again {
  readonly run: RunResult;
  readonly lines: readonly string[];
}

/** The first line that is not the same in both, or null. */
function firstDifference(before: readonly string[], now: readonly string[]): Difference | null {
  const length = Math.max(before.length, now.length);
  for (let at = 0; at < length; at++) {
    if (before[at] !== now[at]) return { line: at + 1, before: before[at] ?? null, now: now[at] ?? null };
  }
  return null;
}

/** Where the run on disk parts from its replay: null where nowhere, `cut short` where it only ends too early. */
export function partingOf(
  { history, final, lines }: Artefact & { readonly lines: readonly string[] },
  again: Again,
): Parting | 'cut short' | null {
  const found = firstDifference(lines, again.lines);
  if (found === null) return null;
  if (history.trailer === null && found.line > lines.length) return 'cut short';
  if (history.trailer?.sha256 !== again.run.history.trailer?.sha256) {
    return { what: `line ${found.line} differs`, ...found };
  }
  // All lines are the same but the trailer, which tells what the system was read back as.
  const what = `${history.ops.length + 1} lines are the same, the final state is another`;
  const row = final === null ? null : firstDifference(stateLines(final), stateLines(again.run.final));
  return { what, ...(row ?? found) };
}

/** A final state line by line: what is said of the whole, then each task, then each event. */
function stateLines({ tasks, events, ...whole }: FinalState): readonly string[] {
  return [whole, ...tasks, ...events].map((line) => JSON.stringify(line));
}
