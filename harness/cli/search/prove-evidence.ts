/**
 * `gate prove --evidence`: the whole proof as evidence for a candidate. Every run leaves a line, so that the judge can
 * count for itself; a failing run without a bug also leaves its files.
 */
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Composition } from '../../composition.js';
import type { JobResult, Keep } from '../../search/job.js';
import type { Place } from '../../search/prove-mutants.js';
import type { Answer } from '../answer.js';
import { type ProveAllTerms, proofAnswer, prove } from './prove.js';
import { FAILED_FOLDER, filesOf, lineOf, linesOf, RUNS_FILE } from './run-lines.js';

const MUTANTS_FILE = 'mutants.json';
const CHECKERS_FILE = 'checkers.json';

/** Plays all of it, and closes an attempt in the evidence folder. */
export async function proveAsEvidence(
  terms: ProveAllTerms,
  evidence: string,
  composition: Composition,
): Promise<Answer> {
  const folder = resolve(evidence);
  const { projectRoot, openAttempt } = composition;
  const attempt = await openAttempt(folder, {
    kind: 'proof',
    name: 'mutants',
    mode: 'simulated',
    command: `npx gate prove --seeds ${terms.seeds} --jobs ${terms.jobs} --evidence ${relative(projectRoot, folder)}`,
  });
  const results: JobResult[] = [];
  const output = {
    keep: ({ scenario, seed, faults }: Place): Keep => ({
      folder: join(attempt.folder, FAILED_FOLDER, `${scenario}-${faults}-seed-${seed}`),
      earlier: 'left',
    }),
    onResult: (result: JobResult) => results.push(result),
  };
  const proven = await prove(terms, output, composition);
  const { mutants, core, checkers } = proven.proof;
  const answer = proofAnswer(proven);
  await writeFile(join(attempt.folder, MUTANTS_FILE), JSON.stringify(terms.mutants.map(plantedOf), null, 2));
  await writeFile(join(attempt.folder, CHECKERS_FILE), JSON.stringify(checkers, null, 2));
  const lines = inOrder(results, terms).map((result) => ({
    mutant: result.job.mutant,
    faults: result.job.faults,
    backend: result.job.backend ?? 'atomic',
    times: result.job.times,
    ...lineOf(result, projectRoot),
    tookMs: result.tookMs,
  }));
  await writeFile(join(attempt.folder, RUNS_FILE), linesOf(lines));
  await attempt.close({
    artefacts: [
      { path: MUTANTS_FILE, role: 'inventory' },
      { path: CHECKERS_FILE, role: 'results' },
      { path: RUNS_FILE, role: 'results' },
      ...core.accused.flatMap((one) => filesOf(one, attempt.folder)),
    ],
    claimed: {
      result: answer.exitCode === 0 ? 'PASSED' : 'FAILED',
      counts: {
        mutants: terms.mutants.length,
        caught: mutants.filter(({ caughtBy }) => caughtBy !== null).length,
        runs: results.length,
        accused: core.accused.length,
      },
    },
    exitCode: answer.exitCode,
  });
  return answer;
}

function plantedOf({ name, breaks, says }: ProveAllTerms['mutants'][number]) {
  return { name, breaks, says };
}

/** The runs of each bug as they were played, bug by bug in the order of the catalogue; those without one are last. */
function inOrder(results: readonly JobResult[], { mutants }: ProveAllTerms): readonly JobResult[] {
  const names: readonly (string | null)[] = [...mutants.map(({ name }) => name), null];
  return names.flatMap((name) => results.filter(({ job }) => job.mutant === name));
}
