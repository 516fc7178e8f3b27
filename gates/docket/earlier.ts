/**
 * Earlier closed attempts: a later attempt may prove what they did not, but a violation in one of them stays a
 * violation. They are read one run at a time, and only what accuses is kept.
 */
import type { Collected, Collection } from '../folder/collect.js';
import { refTo } from '../folder/evidence-ref.js';
import { newCommitFor, type PlanItem } from '../plan/plan.js';
import type { Policy } from '../policy/policy.js';
import { ItemReader } from '../readings/reader.js';
import { readRun } from '../readings/run.js';
import { runFolders } from '../readings/scenario/scenario.js';
import { confessedEpisodes, episodesOf } from '../readings/soak/confessed.js';
import type { Episode } from '../readings/soak/episodes.js';
import { readSoak } from '../readings/soak/soak.js';
import { longestOf, type Span, standstills } from '../readings/soak/stalls.js';
import { finalSchema, runVerdictSchema } from '../record/artefacts.js';
import type { EvidenceRecord } from '../record/record.js';
import type { Accusation } from '../replay/accusation.js';
import { type Replayed, replayFinal } from '../replay/integrity.js';
import type { EvidenceRef, NextAction } from '../verdict/criterion-finding.js';
import type { Problem } from '../verdict/problem.js';
import { type Find, findsOf, searchFinds } from './finds.js';

/** One run of an earlier attempt, and what is held against it. */
export interface EarlierRun {
  readonly item: PlanItem;
  readonly what: string;
  readonly ref: EvidenceRef;
  readonly next: NextAction;
  /** About integrity, and about the guardrail. */
  readonly accusations: readonly Accusation[];
  readonly guardrail: readonly Accusation[];
  /** What the harness that played it found. */
  readonly finds: readonly Find[];
  /** Abort episodes, of a real soak. */
  readonly episodes: readonly Episode[];
  /** The longest time a real soak stood still, where its clocks can be relied on. */
  readonly standstill: Span | null;
}

export interface EarlierTerms {
  readonly collection: Collection;
  readonly policy: Policy;
}

/**
 * Reads what the earlier attempts of an item accuse of. An attempt that cannot be read accuses nobody, but for what the
 * harness or the driver of a soak said against it.
 */
export async function readEarlier(
  { earlier, ...judged }: Collected,
  terms: EarlierTerms,
): Promise<readonly EarlierRun[]> {
  const runs: EarlierRun[] = [];
  for (const evidence of earlier)
    runs.push(...(await readAttempt({ ...judged, ...evidence, earlier: [] }, terms)));
  return runs;
}

async function readAttempt(collected: Collected, terms: EarlierTerms): Promise<readonly EarlierRun[]> {
  const { item, record } = collected;
  if (record === null) return [];
  switch (item.kind) {
    case 'test-suite':
      return [];
    case 'e2e-scenario':
      return e2eRuns(collected, terms);
    case 'exploration':
    case 'proof':
      return searchRuns(collected, record, terms);
    case 'failure-scenario':
      return scenarioRuns(collected, record, terms);
    case 'soak-segment':
    case 'soak-sim':
      return [await soakRun(collected, terms)];
  }
}

/** What the final state of a story shows, also where the rest of it cannot be read. */
async function e2eRuns(
  collected: Collected,
  { collection, policy }: EarlierTerms,
): Promise<readonly EarlierRun[]> {
  const reader = new ItemReader(collection, collected);
  const final = await reader.json('final.json', finalSchema);
  if (final === null) return [];
  return [
    earlierRun(collected, { ref: reader.ref('final.json'), replayed: replayFinal(final, policy.machine) }),
  ];
}

async function soakRun(collected: Collected, { collection, policy }: EarlierTerms): Promise<EarlierRun> {
  const { machine, recoverySlack: recoverySlackMs } = policy;
  const read = await readSoak(collection, collected, { machine, recoverySlackMs });
  const { value, confession, problems, replayed } = read;
  const real = collected.item.mode === 'wallclock';
  if (value === null) {
    const ref = refTo(collection.state, `${collected.attempt}/record.json`);
    const episodes = real ? confessedEpisodes(confession, policy) : [];
    return earlierRun(collected, { ref, replayed, episodes });
  }
  const episodes = real ? episodesOf(value, policy) : [];
  const standstill = real && !problems.some(isOfClocks) ? longestOf(standstills(value)) : null;
  return earlierRun(collected, { ref: value.refs.history, replayed, episodes, standstill });
}

/** How long anything took is not known of a run whose clocks disagree: its machine may have been asleep. */
function isOfClocks({ code }: Problem): boolean {
  return code === 'SOAK_NOT_WALLCLOCK' || code === 'SOAK_CLOCK_DRIFT';
}

/**
 * The runs of a failure scenario, one after the other; its control is meant to be broken and is left out. What the
 * harness accuses of stands also where the rest of the run cannot be read.
 */
async function scenarioRuns(
  collected: Collected,
  record: EvidenceRecord,
  { collection, policy }: EarlierTerms,
): Promise<readonly EarlierRun[]> {
  const reader = new ItemReader(collection, collected);
  const runs: EarlierRun[] = [];
  for (const folder of runFolders(record)) {
    const read = await readRun(reader, folder, policy.machine);
    const verdict = await reader.json(`${folder}verdict.json`, runVerdictSchema);
    if ((read === null ? verdict?.control : read.run.header.control) !== null) continue;
    const finds = verdict === null ? [] : findsOf(verdict);
    const ref = reader.ref(read === null ? `${folder}verdict.json` : read.historyName);
    runs.push(earlierRun(collected, { ref, replayed: read?.replayed ?? null, finds }));
  }
  return runs;
}

/** The failed runs of a search or a proof that lie beside it, and what its lines say of others. */
async function searchRuns(
  collected: Collected,
  record: EvidenceRecord,
  terms: EarlierTerms,
): Promise<readonly EarlierRun[]> {
  const runs = await scenarioRuns(collected, record, terms);
  const known = new Set(runs.flatMap(({ finds }) => finds.map(({ because }) => because)));
  const told = await searchFinds(collected, terms.collection);
  const lines = told.filter(({ find }) => !known.has(find.because));
  return [
    ...runs,
    ...lines.map(({ ref, find }) => earlierRun(collected, { ref, replayed: null, finds: [find] })),
  ];
}

interface Accusing {
  readonly ref: EvidenceRef;
  /** Null where there is nothing to replay. */
  readonly replayed: Replayed | null;
  readonly finds?: readonly Find[];
  readonly episodes?: readonly Episode[];
  readonly standstill?: Span | null;
}

function earlierRun(
  { item, attempt }: Collected,
  { ref, replayed, finds = [], episodes = [], standstill = null }: Accusing,
): EarlierRun {
  return {
    item,
    what: `${item.name} (${item.mode}), attempt ${attempt} beside the judged one`,
    ref,
    next: newCommitFor(item),
    accusations: replayed?.accusations ?? [],
    guardrail: replayed?.budget.accusations ?? [],
    finds,
    episodes,
    standstill,
  };
}
