/**
 * `gate explore --evidence`: a search as evidence for a candidate. Every run leaves a line with the digest of its
 * history; a failing one also leaves its files, so that the judge can replay it.
 */
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { ExploredRun } from '../../gates/record/artefacts.js';
import { openAttempt } from '../../gates/record/attempt.js';
import { EVIDENCE_FILES } from '../artefact.js';
import { byPlace, isFind, type JobResult } from '../search/job.js';
import type { Answer } from './answer.js';
import type { Composition } from './composition.js';
import { answerOf, type ExploreTerms, search } from './explore.js';

const RUNS_FILE = 'runs.ndjson';
/** Where failing runs lie below the attempt. */
const FAILED_FOLDER = 'failed';

/** Searches, and closes an attempt in the evidence folder. */
export async function exploreAsEvidence(
  terms: ExploreTerms,
  evidence: string,
  composition: Composition,
): Promise<Answer> {
  const folder = resolve(evidence);
  const { projectRoot } = composition;
  const attempt = await openAttempt(folder, {
    kind: 'exploration',
    name: 'swarm',
    mode: 'simulated',
    command: commandOf(terms, relative(projectRoot, folder)),
  });
  const results: JobResult[] = [];
  const explored = await search(
    terms,
    { out: join(attempt.folder, FAILED_FOLDER), onResult: (result) => results.push(result) },
    composition,
  );
  const answer = answerOf(explored);
  const lines = results.sort(byPlace).map((result) => `${JSON.stringify(lineOf(result, projectRoot))}\n`);
  await writeFile(join(attempt.folder, RUNS_FILE), lines.join(''));
  const failed = results.filter(isFind);
  await attempt.close({
    artefacts: [{ path: RUNS_FILE, role: 'results' }, ...failed.flatMap(filesOf)],
    claimed: {
      result: results.length > 0 && failed.length === 0 ? 'PASSED' : 'FAILED',
      counts: { runs: results.length, failed: failed.length },
    },
    exitCode: answer.exitCode,
  });
  return answer;
}

function commandOf({ seeds, from, dealing, jobs }: ExploreTerms, folder: string): string {
  const words = [
    seeds !== null && `--seeds ${seeds}`,
    `--from ${from}`,
    dealing === 'in-turn' && '--in-turn',
    `--jobs ${jobs}`,
  ];
  return `npx gate explore ${words.filter((word) => word !== false).join(' ')} --evidence ${folder}`;
}

function lineOf({ job, outcome, violations, problems, sha256, files }: JobResult, root: string): ExploredRun {
  return {
    scenario: job.scenario,
    seed: job.seed,
    outcome,
    violations: violations.map(({ invariant, because }) => ({ invariant, because })),
    problems: [...problems],
    sha256,
    files: files === null ? null : relative(root, resolve(files)),
  };
}

/** The files of a failing run; one that could not be played to its end has none. */
function filesOf({ job, files }: JobResult) {
  if (files === null) return [];
  const below = `${FAILED_FOLDER}/${job.scenario}-seed-${job.seed}`;
  return EVIDENCE_FILES.map(({ path, role }) => ({ path: `${below}/${path}`, role }));
}
