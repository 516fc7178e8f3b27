/** `gate prove`: whether every planted bug is caught, and the system as it is by nobody. */
import { wallClock } from '../real/wall-clock.js';
import type { Scenario } from '../scenario/scenario.js';
import { hireCrew } from '../search/crew.js';
import { type MutantProof, type Proof, proveMutants } from '../search/prove-mutants.js';
import type { Answer } from './answer.js';
import { columns } from './columns.js';
import type { Composition, PlantedBug } from './composition.js';
import { findText } from './explore-text.js';
import { showProgress } from './progress.js';
import { untilTold } from './until-told.js';

export interface ProveAllTerms {
  readonly mutants: readonly PlantedBug[];
  readonly scenarios: readonly Scenario[];
  readonly seeds: number;
  readonly jobs: number;
}

export async function proveAll(terms: ProveAllTerms, composition: Composition): Promise<Answer> {
  const crew = hireCrew({ program: composition.player, size: terms.jobs });
  const clock = wallClock();
  const began = clock.now();
  const { signal, release } = untilTold(null);
  let runs = 0;
  const stopShowing = showProgress(() => `${runs} runs of ${terms.mutants.length} planted bugs and of none`);
  const onResult = () => {
    runs += 1;
  };
  try {
    const proof = await proveMutants({ ...terms, crew, stop: signal, onResult });
    const tookMs = clock.now() - began;
    const isProven =
      proof.core.accused.length === 0 && proof.mutants.every(({ caughtBy }) => caughtBy !== null);
    return {
      text: proofText(proof, tookMs),
      json: { proven: isProven, tookMs, ...proof },
      exitCode: isProven ? 0 : 1,
    };
  } finally {
    release();
    await stopShowing();
    await crew.end();
  }
}

/** The matrix, then whatever is wrong, then one line that sums it up. */
export function proofText({ mutants, core }: Proof, tookMs: number): string {
  const head = ['planted bug', 'breaks', 'caught by', 'plan', 'seed', 'runs', 'seconds', 'also accused by'];
  const missed = mutants.filter(({ caughtBy }) => caughtBy === null);
  const sections = [
    columns([head, ...mutants.map(rowOf)]),
    ...missed.map(({ name, breaks, runs }) => `${name} is not caught by ${breaks} in ${runs} runs`),
    ...core.accused.map((result) => `without a planted bug, ${findText(result)}`),
    `${mutants.length - missed.length} of ${mutants.length} planted bugs caught; ` +
      `without one, ${core.accused.length} of ${core.runs} runs accused; ${Math.round(tookMs / 1000)} s`,
  ];
  return sections.join('\n\n');
}

function rowOf({ name, breaks, caughtBy, runs, tookMs }: MutantProof): readonly string[] {
  const seconds = (tookMs / 1000).toFixed(1);
  if (caughtBy === null) return [name, breaks, 'NOT CAUGHT', '', '', String(runs), seconds, ''];
  const { job, violations } = caughtBy;
  const others = violations.map(({ invariant }) => invariant).filter((invariant) => invariant !== breaks);
  return [
    name,
    breaks,
    job.scenario,
    job.faults,
    String(job.seed),
    String(runs),
    seconds,
    [...new Set(others)].join(' '),
  ];
}
