/**
 * The evidence of a search: one line for each run it played. What it holds is one-sided on purpose: a run that failed
 * refutes, and lies beside it to be replayed; runs that held are a figure and prove nothing on the wall clock.
 */
import type { Collected, Collection } from '../folder/collect.js';
import { type ExploredRun, exploredRunSchema } from '../record/artefacts.js';
import type { EvidenceRef } from '../verdict/criterion-finding.js';
import { compareCounts, compareResult } from './claims.js';
import { ItemReader, type Reading } from './reader.js';
import { checkClocks } from './time.js';

/** One line a run. */
const RUNS_FILE = 'runs.ndjson';

export interface FailedRun {
  readonly run: ExploredRun;
  readonly ref: EvidenceRef;
}

export interface ExplorationReading {
  /** Runs of different plans; a plan that was played twice counts once. */
  readonly plans: number;
  /** Different scenarios among them. */
  readonly scenarios: number;
  /** Faults that struck, and different kinds of them. */
  readonly faults: number;
  readonly faultKinds: number;
  /** Different invariants that some run gave a chance to break. */
  readonly invariants: number;
  readonly failed: readonly FailedRun[];
  readonly ref: EvidenceRef;
}

/** Too little exposure is no find, and neither is a pass: such a run counts as played. */
const HARMLESS: ReadonlySet<ExploredRun['outcome']> = new Set(['holds', 'unexercised', 'unknown']);

/** Whether a run says something against the system that was played. */
export function isFailed({ outcome, violations }: Pick<ExploredRun, 'outcome' | 'violations'>): boolean {
  return !HARMLESS.has(outcome) || violations.length > 0;
}

/** Reads a search. */
export async function readExploration(
  collection: Collection,
  collected: Collected,
): Promise<Reading<ExplorationReading>> {
  const reader = new ItemReader(collection, collected);
  const runs = await reader.lines(RUNS_FILE, exploredRunSchema);
  const { record } = collected;
  if (runs === null || record === null) return { value: null, problems: reader.problems };
  const failed = runs.flatMap((run, index): FailedRun[] =>
    isFailed(run) ? [{ run, ref: reader.ref(RUNS_FILE, `line ${index + 1}`) }] : [],
  );
  const result = runs.length > 0 && failed.length === 0 ? 'PASSED' : 'FAILED';
  compareResult(reader, record, { result, from: RUNS_FILE });
  compareCounts(reader, record, { counts: { runs: runs.length, failed: failed.length }, from: RUNS_FILE });
  checkClocks(reader, record);
  const value = {
    plans: new Set(runs.map(({ scenario, seed }) => `${scenario} ${seed}`)).size,
    scenarios: new Set(runs.map(({ scenario }) => scenario)).size,
    faults: runs.flatMap(({ struck }) => Object.values(struck)).reduce((sum, times) => sum + times, 0),
    faultKinds: seenIn(runs.map(({ struck }) => struck)),
    invariants: seenIn(runs.map(({ exposures }) => exposures)),
    failed,
    ref: reader.ref(RUNS_FILE),
  };
  return { value, problems: reader.problems };
}

/** How many different names have a count above zero. */
function seenIn(counts: readonly Readonly<Record<string, number>>[]): number {
  const named = counts.flatMap((one) =>
    Object.entries(one).flatMap(([name, times]) => (times > 0 ? [name] : [])),
  );
  return new Set(named).size;
}
