/**
 * A failure scenario's evidence: the run, and the control run with its planted bug. Both are replayed by the judge; the
 * harness's own word is kept beside it and compared.
 */
import type { Collected, Collection } from '../collect.js';
import type { StateMachine } from '../policy/state-machine.js';
import { type RunVerdict, runVerdictSchema } from '../record/artefacts.js';
import type { EvidenceRecord } from '../record/record.js';
import { compareResult } from './claims.js';
import { ItemReader, type Reading } from './reader.js';
import { type RunReading, readRun } from './run.js';
import { checkClocks, checkMode } from './time.js';

export interface JudgedRun extends RunReading {
  readonly verdict: RunVerdict;
}

export interface ScenarioReading {
  readonly name: string;
  readonly main: JudgedRun;
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
  const main = await readJudged(reader, '', machine);
  const control = await readJudged(reader, 'control/', machine);
  const { record, item } = collected;
  if (main === null || record === null) return { value: null, problems: reader.problems };
  checkNames(reader, item.name, { main, control });
  checkOutcomes(reader, record, { main, control });
  checkMode(reader, record, main.run);
  if (control !== null) checkMode(reader, record, control.run);
  checkClocks(reader, record);
  return { value: { name: item.name, main, control }, problems: reader.problems };
}

interface Runs {
  readonly main: JudgedRun;
  readonly control: JudgedRun | null;
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

/** Both runs must be of this scenario, the one without and the other with a planted bug. */
function checkNames(reader: ItemReader, name: string, { main, control }: Runs): void {
  const told = [main.run.header.scenario, control?.run.header.scenario ?? name];
  const planted = [main.run.header.control === null, control === null || control.run.header.control !== null];
  if (told.every((scenario) => scenario === name) && planted.every(Boolean)) return;
  reader.problem({
    code: 'EVIDENCE_SCHEMA',
    because: `the histories of ${name} are not of this scenario with and without its planted bug`,
    measured: `${told.join(', ')}; planted: ${main.run.header.control ?? 'none'}, ${control?.run.header.control ?? 'none'}`,
    limit: `${name}; planted: none, one`,
    artefact: main.historyName,
  });
}

/** The harness's outcome must follow from its own checks, and its claim from the two outcomes. */
function checkOutcomes(reader: ItemReader, record: EvidenceRecord, { main, control }: Runs): void {
  for (const one of control === null ? [main] : [main, control]) {
    const { checks, outcome } = one.verdict;
    const accused = checks.some(({ result }) => result.result === 'violated');
    if (!accused || outcome === 'violated' || outcome === 'nondeterministic' || outcome === 'invalid')
      continue;
    reader.problem({
      code: 'CLAIM_MISMATCH',
      because: `the harness says ${outcome}, although one of its checks says violated`,
      measured: 'violated',
      limit: outcome,
      artefact: one.historyName.replace('history.jsonl', 'verdict.json'),
    });
  }
  const proven = main.verdict.outcome === 'holds' && control?.verdict.outcome === 'violated';
  compareResult(reader, record, { result: proven ? 'PASSED' : 'FAILED', from: 'verdict.json' });
}
