/** Every run of a docket that was replayed, real or simulated, with where it lies and how to play it again. */
import { nextFor } from '../plan/plan.js';
import type { Replayed } from '../replay/integrity.js';
import type { Run } from '../replay/run.js';
import type { EvidenceRef, NextAction } from '../verdict/criterion-finding.js';
import type { Docket } from './docket.js';

/** One run that was replayed, with where it comes from. */
export interface PlacedRun {
  readonly what: string;
  readonly real: 'real' | 'simulated';
  readonly replayed: Replayed;
  /** Null where there is a final state and no history. */
  readonly run: Run | null;
  readonly ref: EvidenceRef | null;
  readonly next: NextAction;
}

/** Every run of the docket that was replayed. */
export function placedRuns(docket: Docket): readonly PlacedRun[] {
  const place = (id: string): Pick<PlacedRun, 'ref' | 'next' | 'real' | 'what'> => {
    const collected = docket.items.get(id);
    if (collected === undefined) throw new Error(`the docket has a reading of ${id}, but no item`);
    const { item, attempt } = collected;
    const path = `${attempt}/record.json`;
    const sha256 = docket.collection.state.digests.get(path)?.sha256 ?? '';
    return {
      what: `${item.name} (${item.mode})`,
      real: item.mode === 'wallclock' ? 'real' : 'simulated',
      ref: { path, at: null, sha256 },
      next: nextFor(item),
    };
  };
  return [
    ...[...docket.e2e].map(([id, { replayed }]) => ({ ...place(id), replayed, run: null })),
    ...[...docket.scenarios].flatMap(([id, { reading }]) => {
      const at = place(id);
      return reading.runs.map(({ replayed, run, verdict }) => ({
        ...at,
        replayed,
        run,
        next: { ...at.next, command: verdict.replay },
      }));
    }),
    ...[...docket.soaks].map(([id, { replayed, run }]) => ({ ...place(id), replayed, run })),
  ];
}
