/** The indicators that a soak's driver claims, held against those of the judge. */
import type { SoakSummary } from '../../record/artefacts.js';
import type { ItemReader } from '../reader.js';
import type { Sli } from './slis.js';

/** Both sides round instants and pair lost answers in their own way, so figures agree within this. */
const SHARE_TOLERANCE = 0.01;
const SAMPLES_TOLERANCE = 1.5;
const LENGTH_TOLERANCE_SHARE = 0.05;
const LENGTH_TOLERANCE_MS = 1_000;

/** Compared on a clean run only: where the judge accuses, the two count different things, and the accusation speaks. */
export function checkSlis(reader: ItemReader, summary: SoakSummary, { slis, accused }: Recomputed): void {
  if (accused) return;
  for (const [id, claimed] of Object.entries(summary.slis?.values ?? {})) {
    const own = slis.get(id);
    if (own === undefined || id === 'exec.duplicate_count' || agrees(id, claimed, own)) continue;
    reader.problem({
      code: 'CLAIM_MISMATCH',
      because: `the driver claims another ${id} than its raw lines give`,
      measured: `${own.value} of ${own.samples} samples`,
      limit: `${claimed.value} of ${claimed.samples} samples`,
      artefact: 'summary.json',
    });
  }
}

interface Recomputed {
  readonly slis: ReadonlyMap<string, Sli>;
  readonly accused: boolean;
}

function agrees(id: string, claimed: Sli, own: Sli): boolean {
  if (id.endsWith('_count')) return own.value === null || claimed.value === own.value;
  const samples = Math.max(claimed.samples, own.samples);
  if (claimed.value === null || own.value === null) {
    return claimed.value === own.value || samples <= SAMPLES_TOLERANCE;
  }
  const difference = Math.abs(claimed.value - own.value);
  if (!id.endsWith('_p95')) return difference <= Math.max(SHARE_TOLERANCE, SAMPLES_TOLERANCE / samples);
  return difference <= Math.max(LENGTH_TOLERANCE_MS, LENGTH_TOLERANCE_SHARE * own.value);
}
