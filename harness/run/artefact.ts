/**
 * One run on disk: `plan.json` before it starts, `history.jsonl` while it goes on, `final.json` and `verdict.json` at
 * its end, and `timeline.html` when it violated something. A run that ends early leaves the first two, and reading it
 * back says that it has no end. What a failed one keeps besides is never read back.
 */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runVerdictSchema } from '../../gates/record/artefacts.js';
import type { History, RunMode } from '../../gates/record/history.js';
import type { ArtefactRole } from '../../gates/record/record.js';
import { stateHash } from '../../gates/record/run-digests.js';
import { createHistoryFile, readHistoryFile } from '../history/history-file.js';
import type { HistorySink } from '../history/recorder.js';
import { FolderTaken } from '../history/sole-file.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Plan } from '../scenario/plan.js';
import { planForm } from '../scenario/plan-form.js';
import type { Traces } from '../sut.js';
import { timelinePage } from '../timeline/page.js';
import { KEPT_FOLDER, keepTraces } from './kept.js';
import type { RunResult } from './run.js';

export const PLAN_FILE = 'plan.json';
export const HISTORY_FILE = 'history.jsonl';
const FINAL_FILE = 'final.json';
const VERDICT_FILE = 'verdict.json';
/** The files of a run that evidence names, and what each is to the judge. */
export const EVIDENCE_FILES: readonly { readonly path: string; readonly role: ArtefactRole }[] = [
  { path: PLAN_FILE, role: 'plan' },
  { path: HISTORY_FILE, role: 'events' },
  { path: FINAL_FILE, role: 'db-snapshot' },
  { path: VERDICT_FILE, role: 'results' },
];
/** The picture of what was violated; a run that violated nothing has none. */
export const TIMELINE_FILE = 'timeline.html';

/** What `verdict.json` says: the outcome, and enough to find and repeat the run. */
export interface RunVerdict extends Outcome {
  readonly scenario: string;
  /** The scenario's own sentence. */
  readonly says: string;
  readonly seed: number;
  readonly mode: RunMode;
  readonly control: string | null;
  /** SHA-256 of the programs that made the run, where they can be told. */
  readonly build?: string;
  /** What to type to play the plan again. */
  readonly replay: string;
}

export interface Artefact {
  readonly plan: Plan;
  readonly history: History;
  /** Null when the run did not reach its end. */
  readonly final: RunResult['final'] | null;
  readonly verdict: RunVerdict | null;
}

export interface OpenArtefact {
  /** Where the history goes while the run goes on. */
  readonly sink: HistorySink;
  /** Writes the end of the run. @throws FolderTaken */
  close(end: { readonly run: RunResult; readonly verdict: RunVerdict }): Promise<void>;
  /** Leaves the folder as a run that ended early. */
  abandon(): void;
  /** Keeps the traces of a failed run, unless the folder is another's by then. */
  keep(traces: Traces): Promise<void>;
}

/** Opens the folder for a run, making it when needed. @throws FolderTaken when it holds a history already */
export async function openArtefact(folder: string, plan: Plan): Promise<OpenArtefact> {
  await mkdir(folder, { recursive: true });
  const history = createHistoryFile(join(folder, HISTORY_FILE));
  await writeJson(join(folder, PLAN_FILE), plan);
  return {
    sink: history.sink,
    async close({ run, verdict }) {
      history.close();
      if (!history.isInPlace()) throw new FolderTaken(folder);
      await writeJson(join(folder, FINAL_FILE), run.final);
      await writeJson(join(folder, VERDICT_FILE), verdict);
      await drawTimeline(folder, { history: run.history, verdict });
    },
    abandon: () => history.close(),
    async keep(traces) {
      if (history.isInPlace()) await keepTraces(folder, traces);
    },
  };
}

/** Removes the files of an earlier run from a folder, and nothing else that lies in it. */
export async function clearRun(folder: string): Promise<void> {
  for (const name of [...EVIDENCE_FILES.map(({ path }) => path), TIMELINE_FILE]) {
    await rm(join(folder, name), { force: true });
  }
  await rm(join(folder, KEPT_FOLDER), { recursive: true, force: true });
}

/** Draws what a run violated into its folder. True when there was something to draw. */
export async function drawTimeline(
  folder: string,
  { history, verdict }: { readonly history: History; readonly verdict: RunVerdict },
): Promise<boolean> {
  const violations = verdict.checks.flatMap(({ invariant, name, result }) =>
    result.result === 'violated' ? [{ invariant, name, ...result }] : [],
  );
  if (violations.length === 0) return false;
  const { says, replay } = verdict;
  await writeFile(join(folder, TIMELINE_FILE), timelinePage({ history, violations, says, replay }));
  return true;
}

/** What belongs into `verdict.json` for an outcome. */
export function verdictOf(
  outcome: Outcome,
  run: RunResult,
  terms: Pick<RunVerdict, 'says' | 'build' | 'replay'>,
): RunVerdict {
  const { scenario, seed, mode, control } = run.history.header;
  return { scenario, ...terms, seed, mode, control, ...outcome };
}

/** A folder that holds no run, or a file of it that is not what a run writes. */
export class ArtefactUnreadable extends Error {
  constructor(message: string) {
    super(`${message}; play the run again`);
    this.name = 'ArtefactUnreadable';
  }
}

function notAsWritten(path: string, found: string): ArtefactUnreadable {
  return new ArtefactUnreadable(`expected ${path} to be as a run writes it, found ${found}`);
}

/** Reads a run back. @throws ArtefactUnreadable, HistoryUnreadable */
export async function readArtefact(folder: string): Promise<Artefact> {
  const path = join(folder, HISTORY_FILE);
  const plan = await readForm(join(folder, PLAN_FILE), planForm);
  if (plan === null) throw new ArtefactUnreadable(`expected a run in ${folder}, found no ${PLAN_FILE} there`);
  const history = await readHistoryFile(path).catch((error: unknown) => {
    throw isFileError(error) ? notAsWritten(path, error.code) : error;
  });
  return {
    plan,
    history,
    final: await readFinal(folder, history),
    verdict: (await readForm(join(folder, VERDICT_FILE), verdictForm)) as RunVerdict | null,
  };
}

/** The final state that the trailer tells of. @throws ArtefactUnreadable */
async function readFinal(folder: string, { trailer }: History): Promise<Artefact['final']> {
  const path = join(folder, FINAL_FILE);
  const final = (await readForm(path, finalForm)) as Artefact['final'];
  const promised = trailer?.stateHash;
  const found = final === null ? promised : stateHash(final);
  if (promised === undefined || found === promised) return final;
  throw notAsWritten(path, `SHA-256 ${found} where the trailer of ${HISTORY_FILE} promises ${promised}`);
}

const finalForm = z.looseObject({ tasks: z.array(z.unknown()), events: z.array(z.unknown()) });
const verdictForm = runVerdictSchema.extend({ marks: z.record(z.string(), z.number()) });

/** Null when there is no such file. @throws ArtefactUnreadable */
async function readForm<T>(path: string, form: z.ZodType<T>): Promise<T | null> {
  const value = await readJson(path);
  if (value === undefined) return null;
  const read = form.safeParse(value);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw notAsWritten(path, `${first?.path.join('.') || 'the whole'}: ${first?.message ?? 'something else'}`);
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Undefined when there is no such file. @throws ArtefactUnreadable */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw notAsWritten(path, `no JSON (${error.message})`);
    if (!isFileError(error)) throw error;
    if (error.code === 'ENOENT') return undefined;
    throw notAsWritten(path, error.code);
  }
}

function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
