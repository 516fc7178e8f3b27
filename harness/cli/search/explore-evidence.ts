/**
 * `gate explore --evidence`: a search as evidence for a candidate. Every run leaves a line with the digest of its
 * history; a failing one also leaves its files, so that the judge can replay it.
 */
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import { byPlace, isFind, type JobResult } from '../../search/job.js';
import type { Answer } from '../answer.js';
import { answerOf, type ExploreTerms, search } from './explore.js';
import { FAILED_FOLDER, filesOf, lineOf, linesOf, RUNS_FILE } from './run-lines.js';

/** Searches, and closes an attempt in the evidence folder. */
export async function exploreAsEvidence(
  terms: ExploreTerms,
  evidence: string,
  composition: Composition,
): Promise<Answer> {
  const folder = resolve(evidence);
  const { projectRoot, openAttempt } = composition;
  const attempt = await openAttempt(folder, {
    kind: 'exploration',
    name: 'swarm',
    mode: 'simulated',
    command: commandOf(terms, relative(projectRoot, folder)),
  });
  const results: JobResult[] = [];
  const explored = await search(
    terms,
    {
      out: join(attempt.folder, FAILED_FOLDER),
      earlier: 'left',
      onResult: (result) => results.push(result),
    },
    composition,
  );
  const answer = answerOf(explored);
  const lines = results.sort(byPlace).map((result) => lineOf(result, projectRoot));
  await writeFile(join(attempt.folder, RUNS_FILE), linesOf(lines));
  const failed = results.filter(isFind);
  await attempt.close({
    artefacts: [
      { path: RUNS_FILE, role: 'results' },
      ...failed.flatMap((one) => filesOf(one, attempt.folder)),
    ],
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
