/** What the harness found in the runs that it played, in its own words: it is believed when it accuses. */
import type { Collected, Collection } from '../folder/collect.js';
import { nextFor } from '../plan/plan.js';
import { type FailedRun, readExploration } from '../readings/exploration.js';
import { readProof } from '../readings/proof.js';
import type { RunVerdict } from '../record/artefacts.js';
import type { EvidenceRef } from '../verdict/criterion-finding.js';

/** A violation, and what to type to see it again. */
export interface Find {
  readonly because: string;
  readonly replay: string;
}

/**
 * What the verdict on a run accuses of. A run that was not the same twice is a find as well; one that the harness could
 * not play says nothing.
 */
export function findsOf({ scenario, seed, outcome, checks, replay }: RunVerdict): readonly Find[] {
  const where = `${scenario} with seed ${seed}`;
  const accused = checks.flatMap(({ invariant, result }) =>
    result.result === 'violated' ? [`${invariant}, ${result.because}`] : [],
  );
  return sentencesOf({ accused, outcome }).map((sentence) => ({ because: `${where}: ${sentence}`, replay }));
}

interface Told {
  readonly find: Find;
  /** The line that tells of it. */
  readonly ref: EvidenceRef;
}

/** What the lines of a search or a proof accuse the system of as it is; nothing when they cannot be read. */
export async function searchFinds(collected: Collected, collection: Collection): Promise<readonly Told[]> {
  const { item } = collected;
  const failed = await failedRuns(collected, collection);
  return failed.flatMap(({ run, ref }) => {
    const { scenario, seed, outcome, violations, files } = run;
    const accused = violations.map(({ invariant, because }) => `${invariant}, ${because}`);
    const replay = files === null ? nextFor(item).command : `npx gate scenario replay ${files}`;
    return sentencesOf({ accused, outcome }).map((sentence) => ({
      find: { because: `${scenario} with seed ${seed}: ${sentence}`, replay },
      ref,
    }));
  });
}

async function failedRuns(collected: Collected, collection: Collection): Promise<readonly FailedRun[]> {
  if (collected.item.kind === 'proof') {
    const { value } = await readProof(collection, collected);
    return value?.core.accused ?? [];
  }
  const { value } = await readExploration(collection, collected);
  return value?.failed ?? [];
}

function sentencesOf({
  accused,
  outcome,
}: {
  readonly accused: readonly string[];
  readonly outcome: string;
}): readonly string[] {
  if (accused.length > 0) return accused;
  if (outcome === 'violated') return ['the harness calls it violated and does not say why'];
  return outcome === 'nondeterministic' ? ['it had two histories'] : [];
}
