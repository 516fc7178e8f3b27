/** Every run of a docket that was replayed, real or simulated, with where it lies and how to play it again. */
import { refTo } from '../folder/evidence-ref.js';
import { newCommitFor, nextFor, type PlanItem } from '../plan/plan.js';
import type { Replayed } from '../replay/integrity.js';
import type { Run } from '../replay/run.js';
import type { EvidenceRef, NextAction } from '../verdict/criterion-finding.js';
import type { Docket } from './docket.js';

/** One run that was replayed, with where it comes from. */
export interface PlacedRun {
  readonly item: PlanItem;
  readonly what: string;
  readonly real: 'real' | 'simulated';
  readonly replayed: Replayed;
  /** Null where there is a final state and no history. */
  readonly run: Run | null;
  readonly ref: EvidenceRef | null;
  /** What to do about something that is held against it. */
  readonly next: NextAction;
}

/** Every run of the docket that was replayed. */
export function placedRuns(docket: Docket): readonly PlacedRun[] {
  return [
    ...[...docket.e2e].map(([id, { replayed }]) => ({ ...placeOf(id, docket), replayed, run: null })),
    ...[...docket.scenarios].flatMap(([id, { reading }]) => {
      const place = placeOf(id, docket);
      return reading.runs.map(({ replayed, run, verdict }) => ({
        ...place,
        replayed,
        run,
        next: { ...nextFor(place.item), command: verdict.replay },
      }));
    }),
    ...[...docket.soaks].map(([id, { replayed, run }]) => ({ ...placeOf(id, docket), replayed, run })),
  ];
}

function placeOf(id: string, { items, collection }: Docket): Omit<PlacedRun, 'replayed' | 'run'> {
  const collected = items.get(id);
  if (collected === undefined) throw new Error(`the docket has a reading of ${id}, but no item`);
  const { item, attempt } = collected;
  return {
    item,
    what: `${item.name} (${item.mode})`,
    real: item.mode === 'wallclock' ? 'real' : 'simulated',
    ref: refTo(collection.state, `${attempt}/record.json`),
    next: newCommitFor(item),
  };
}
