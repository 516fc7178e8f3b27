/** One run of a scenario or a soak, read and replayed: history, final state, and what the judge holds against it. */

import type { StateMachine } from '../policy/state-machine.js';
import type { PlayedPlan } from '../record/artefacts.js';
import { type Final, type Replayed, replayRun } from '../replay/integrity.js';
import { readHistory } from '../replay/read-history.js';
import type { Run } from '../replay/run.js';
import { readFinal, readPlan } from './own-files.js';
import type { ItemReader } from './reader.js';

/** A run with its final state, and what replaying both has shown. */
export interface ReplayedRun {
  readonly run: Run;
  readonly final: Final;
  readonly replayed: Replayed;
}

export interface RunReading extends ReplayedRun {
  /** Null when it cannot be read. */
  readonly plan: PlayedPlan | null;
  /** Absolute path of the history, to quote lines from it. */
  readonly historyPath: string;
  /** Artefact name of the history below the attempt. */
  readonly historyName: string;
}

/** Reads a run whose files lie below `prefix` (empty, or `control/`); null when one of them cannot be read. */
export async function readRun(
  reader: ItemReader,
  prefix: string,
  machine: StateMachine,
): Promise<RunReading | null> {
  const historyName = `${prefix}history.jsonl`;
  const run = await reader.custom(historyName, readHistory);
  const final = await readFinal(reader, `${prefix}final.json`, run);
  const plan = await readPlan(reader, `${prefix}plan.json`, run);
  const historyPath = reader.pathOf(historyName);
  if (run === null || final === null || historyPath === null) return null;
  return { run, final, plan, replayed: replayRun(run, final, machine), historyPath, historyName };
}
