/** `gate prove`: whether every planted bug is caught, and the system as it is by nobody. */

import type { Composition, PlantedBug } from '../../composition.js';
import { wallClock } from '../../real/wall-clock.js';
import type { Scenario } from '../../scenario/scenario.js';
import { hireCrew } from '../../search/crew.js';
import type { JobResult } from '../../search/job.js';
import { type Proof, type ProofTerms, proveMutants } from '../../search/prove-mutants.js';
import { showProgress } from '../../terminal/progress.js';
import { untilTold } from '../../terminal/until-told.js';
import type { Answer } from '../answer.js';
import { isProven, proofJson, proofText } from './proof-told.js';

export interface ProveAllTerms {
  readonly mutants: readonly PlantedBug[];
  readonly scenarios: readonly Scenario[];
  readonly seeds: number;
  readonly jobs: number;
}

/** Who wants to know of every run, and where failing runs without a bug are left. */
export type ProofOutput = Required<Pick<ProofTerms, 'keep' | 'onResult'>>;

/** A proof, and how long it took. */
export interface Proven {
  readonly proof: Proof;
  /** Wall clock, ms. */
  readonly tookMs: number;
}

/** Plays all of it and leaves nothing behind. */
export async function proveAll(terms: ProveAllTerms, composition: Composition): Promise<Answer> {
  return proofAnswer(await prove(terms, { keep: () => null, onResult: () => undefined }, composition));
}

/** What a proof came to, for whoever asked for it. */
export function proofAnswer({ proof, tookMs }: Proven): Answer {
  return {
    text: proofText(proof, tookMs),
    json: proofJson(proof, tookMs),
    exitCode: isProven(proof) ? 0 : 1,
  };
}

/** Hires a crew and plays every bug, and the same plans without one, until done or told to stop. */
export async function prove(
  terms: ProveAllTerms,
  { keep, onResult }: ProofOutput,
  { player }: Pick<Composition, 'player'>,
): Promise<Proven> {
  const crew = hireCrew({ program: player, size: terms.jobs });
  const clock = wallClock();
  const began = clock.now();
  const { signal, release } = untilTold(null);
  let runs = 0;
  const stopShowing = showProgress(() => `${runs} runs of ${terms.mutants.length} planted bugs and of none`);
  const count = (result: JobResult) => {
    runs += 1;
    onResult(result);
  };
  try {
    const proof = await proveMutants({ ...terms, crew, stop: signal, keep, onResult: count });
    return { proof, tookMs: clock.now() - began };
  } finally {
    release();
    await stopShowing();
    await crew.end();
  }
}
