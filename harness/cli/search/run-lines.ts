/** A played run as evidence: the line that tells of it, and the files that a failing one leaves. */
import { relative, resolve } from 'node:path';
import type { ExploredRun } from '../../../gates/record/artefacts.js';
import type { Artefact } from '../../../gates/record/record.js';
import { EVIDENCE_FILES } from '../../run/artefact.js';
import type { JobResult } from '../../search/job.js';

/** One line a run. */
export const RUNS_FILE = 'runs.ndjson';
/** Where failing runs lie below the attempt. */
export const FAILED_FOLDER = 'failed';

/** The line of a run; its files are named as a person types them below `root`. */
export function lineOf(
  { job, outcome, violations, problems, exposures, faults, sha256, files }: JobResult,
  root: string,
): ExploredRun {
  return {
    scenario: job.scenario,
    seed: job.seed,
    outcome,
    violations: violations.map(({ invariant, because }) => ({ invariant, because })),
    problems: [...problems],
    exposures,
    struck: faults,
    sha256,
    files: files === null ? null : relative(root, resolve(files)),
  };
}

/** Lines of JSON, one a value. */
export function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** The files of a failing run below its attempt; one that could not be played to its end has none. */
export function filesOf(
  { files }: Pick<JobResult, 'files'>,
  attempt: string,
): Pick<Artefact, 'path' | 'role'>[] {
  if (files === null) return [];
  const below = relative(attempt, resolve(files));
  return EVIDENCE_FILES.map(({ path, role }) => ({ path: `${below}/${path}`, role }));
}
