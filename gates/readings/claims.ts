/**
 * A producer's claims against what its raw evidence says. A figure that both computed from the same lines by the same
 * definition must agree; where it does not, the producer cannot be believed in anything.
 */
import type { EvidenceRecord } from '../record/record.js';
import type { ItemReader } from './reader.js';

/** Holds a claimed result against the recomputed one. */
export function compareResult(
  reader: ItemReader,
  { claimed }: EvidenceRecord,
  recomputed: { readonly result: 'PASSED' | 'FAILED'; readonly from: string },
): void {
  if (claimed.result === recomputed.result) return;
  reader.problem({
    code: 'CLAIM_MISMATCH',
    because: `the record claims ${claimed.result}, but ${recomputed.from} says ${recomputed.result}`,
    measured: recomputed.result,
    limit: claimed.result,
    artefact: recomputed.from,
  });
}

/** Holds claimed counts against recomputed ones, by name. Counts that only one side has are left alone. */
export function compareCounts(
  reader: ItemReader,
  { claimed }: EvidenceRecord,
  recomputed: { readonly counts: Readonly<Record<string, number>>; readonly from: string },
): void {
  for (const [name, count] of Object.entries(recomputed.counts)) {
    const claim = Object.hasOwn(claimed.counts, name) ? claimed.counts[name] : undefined;
    if (claim === undefined || claim === count) continue;
    reader.problem({
      code: 'CLAIM_MISMATCH',
      because: `the record claims ${claim} ${name}, but ${recomputed.from} has ${count}`,
      measured: String(count),
      limit: String(claim),
      artefact: recomputed.from,
    });
  }
}
