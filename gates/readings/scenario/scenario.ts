/**
 * A failure scenario's evidence: its runs, each with a seed of its own, and the control run with the planted bug. All
 * are replayed by the judge; the harness's own word is kept beside it and compared.
 */
import type { Collected, Collection } from '../../folder/collect.js';
import type { StateMachine } from '../../policy/state-machine.js';
import { type RunVerdict, runVerdictSchema } from '../../record/artefacts.js';
import type { EvidenceRecord } from '../../record/record.js';
import { compareResult } from '../claims.js';
import { ItemReader, type Reading } from '../reader.js';
import { type RunReading, readRun } from '../run.js';
import { checkClocks, checkMode } from '../time.js';
import { contradictionsOf } from './run-verdict.js';

export interface JudgedRun extends RunReading {
  readonly verdict: RunVerdict;
}

export interface ScenarioReading {
  readonly name: string;
  readonly runs: readonly [JudgedRun, ...JudgedRun[]];
  /** Null when the control cannot be read. */
  readonly control: JudgedRun | null;
}

/** Reads a failure scenario with its control. */
export async function readScenario(
  collection: Collection,
  collected: Collected,
  machine: StateMachine,
): Promise<Reading<ScenarioReading>> {
  const reader = new ItemReader(collection, collected);
  const first = await readJudged(reader, '', machine);
  const control = await readJudged(reader, 'control/', machine);
  const { record, item } = collected;
  if (first === null || record === null) return { value: null, problems: reader.problems };
  const further: JudgedRun[] = [];
  for (const prefix of runFolders(record).filter((folder) => folder !== '')) {
    const run = await readJudged(reader, prefix, machine);
    if (run !== null) further.push(run);
  }
  const read: ScenarioReading = { name: item.name, runs: [first, ...further], control };
  for (const one of everyRun(read)) checkMode(reader, record, one.run);
  checkNames(reader, read);
  checkSeeds(reader, read);
  checkOutcomes(reader, record, read);
  checkClocks(reader, record);
  return { value: read, problems: reader.problems };
}

/**
 * Folders of the runs in an attempt, without its control: empty for the first, then `run-2/`, `run-3/`, and so on; of a
 * search those that failed, `failed/S1-lease-contention-seed-7/`.
 */
export function runFolders({ artefacts }: EvidenceRecord): readonly string[] {
  return artefacts.flatMap(
    ({ path }) => /^((?:run-\d+\/|failed\/[^/]+\/)?)history\.jsonl$/.exec(path)?.[1] ?? [],
  );
}

function everyRun({ runs, control }: ScenarioReading): readonly JudgedRun[] {
  return control === null ? runs : [...runs, control];
}

async function readJudged(
  reader: ItemReader,
  prefix: string,
  machine: StateMachine,
): Promise<JudgedRun | null> {
  const run = await readRun(reader, prefix, machine);
  const verdict = await reader.json(`${prefix}verdict.json`, runVerdictSchema);
  return run === null || verdict === null ? null : { ...run, verdict };
}

/** All runs must be of this scenario, the control with a planted bug and the others without. */
function checkNames(reader: ItemReader, { name, runs, control }: ScenarioReading): void {
  const wrong = runs.find(({ run: { header } }) => header.scenario !== name || header.control !== null);
  const unplanted =
    control === null || (control.run.header.scenario === name && control.run.header.control !== null)
      ? undefined
      : control;
  for (const one of [wrong, unplanted]) {
    if (one === undefined) continue;
    const { scenario, control: planted } = one.run.header;
    reader.problem({
      code: 'EVIDENCE_SCHEMA',
      because: `a history of ${name} is not of this scenario with or without its planted bug, as its place says`,
      measured: `${scenario}; planted: ${planted ?? 'none'}`,
      limit: `${name}; planted: ${one === control ? 'one' : 'none'}`,
      artefact: one.historyName,
    });
  }
}

/** The same run told twice is one chance to fail, not two. */
function checkSeeds(reader: ItemReader, { name, runs }: ScenarioReading): void {
  const known = new Set<number>();
  for (const { run, historyName } of runs) {
    const { seed } = run.header;
    if (known.has(seed)) {
      reader.problem({
        code: 'EVIDENCE_SCHEMA',
        because: `two runs of ${name} have the same seed`,
        measured: `seed ${seed} twice`,
        limit: 'a seed of its own for each run',
        artefact: historyName,
      });
    }
    known.add(seed);
  }
}

/** The harness's outcome must follow from its own checks, and its claim from all outcomes. */
function checkOutcomes(reader: ItemReader, record: EvidenceRecord, read: ScenarioReading): void {
  for (const one of everyRun(read)) {
    const artefact = one.historyName.replace('history.jsonl', 'verdict.json');
    for (const contradiction of contradictionsOf(one)) {
      reader.problem({ code: 'CLAIM_MISMATCH', ...contradiction, artefact });
    }
  }
  const { runs, control } = read;
  const held = runs.every(({ verdict }) => verdict.outcome === 'holds');
  const proven = held && control?.verdict.outcome === 'violated';
  compareResult(reader, record, { result: proven ? 'PASSED' : 'FAILED', from: 'verdict.json' });
}
