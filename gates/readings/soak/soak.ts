/**
 * A soak run's evidence: history, final state, plan and heartbeats, with the chain of heartbeats verified and the
 * driver's figures held against the judge's own.
 */
import type { Collected, Collection } from '../../folder/collect.js';
import type { StateMachine } from '../../policy/state-machine.js';
import { type Heartbeat, type SoakSummary, soakSummarySchema } from '../../record/artefacts.js';
import type { EvidenceRecord, TimeMode } from '../../record/record.js';
import type { Replayed } from '../../replay/integrity.js';
import type { EvidenceRef } from '../../verdict/criterion-finding.js';
import { compareCounts } from '../claims.js';
import { ItemReader, type Reading } from '../reader.js';
import { type RunReading, readRun } from '../run.js';
import { checkClocks, checkMode } from '../time.js';
import { type AbortLog, readAbortLog } from './abort-log.js';
import { arrivalsIn } from './arrivals.js';
import { checkSlis } from './claimed-slis.js';
import { type Confession, confessionOf } from './confession.js';
import { checkHeartbeatClocks, readHeartbeats } from './heartbeats.js';
import { lossAccusations } from './lost.js';
import { type Sli, soakSlis } from './slis.js';

export interface SoakReading extends RunReading {
  readonly name: string;
  readonly mode: TimeMode;
  readonly heartbeats: readonly Heartbeat[];
  /** Intended arrival of each planned task, ms from the start. */
  readonly intendedAt: ReadonlyMap<string, number>;
  readonly slis: ReadonlyMap<string, Sli>;
  readonly summary: SoakSummary;
  readonly confession: Confession;
  readonly record: EvidenceRecord;
  readonly refs: { readonly history: EvidenceRef; readonly heartbeats: EvidenceRef };
}

/** A soak as it was read. What its driver confesses is there even where nothing else can be read. */
export interface ReadSoak extends Reading<SoakReading> {
  readonly confession: Confession;
  /** What its history shows, also where its other files cannot be read; null without one. */
  readonly replayed: Replayed | null;
}

const NOTHING_CONFESSED: Confession = { episodes: [], contradictions: [] };

export interface SoakReadingTerms {
  readonly machine: StateMachine;
  /** Slack on a lease's recovery beside one watchdog interval, ms. */
  readonly recoverySlackMs: number;
}

/** Reads a soak run, real or simulated. */
export async function readSoak(
  collection: Collection,
  collected: Collected,
  terms: SoakReadingTerms,
): Promise<ReadSoak> {
  const reader = new ItemReader(collection, collected);
  const run = withLosses(await readRun(reader, '', terms.machine));
  const heartbeats = await reader.custom('heartbeats.ndjson', readHeartbeats);
  const summary = await reader.json('summary.json', soakSummarySchema);
  const aborts = await reader.custom('aborts.ndjson', readAbortLog);
  const { record, item } = collected;
  const { problems } = reader;
  const replayed = run?.replayed ?? null;
  if (record === null) return { value: null, problems, confession: NOTHING_CONFESSED, replayed };
  const confession = confessionOf({ claimed: record.claimed, summary, aborts });
  checkConfession(reader, confession, aborts);
  const plan = run?.plan ?? null;
  if (run === null || plan === null || heartbeats === null || summary === null || aborts === null) {
    return { value: null, problems, confession, replayed };
  }
  const intendedAt = new Map(plan.tasks.map(({ at, submit }) => [submit.id, at]));
  const slis = soakSlis(run, { intendedAt, recoverySlackMs: terms.recoverySlackMs });
  const { header } = run.run;
  const profiles = [summary.profile, ...(aborts.profile === null ? [] : [aborts.profile])];
  checkScenario(reader, item.name, [header.scenario, plan.scenario, ...profiles]);
  const { accusations, budget } = run.replayed;
  checkSlis(reader, summary, { slis, accused: accusations.length + budget.accusations.length > 0 });
  const counts = { arrivals: arrivalsIn(run.run), samples: heartbeats.length };
  compareCounts(reader, record, { counts, from: 'history.jsonl' });
  checkMode(reader, record, run.run);
  checkClocks(reader, record);
  if (item.mode === 'wallclock') checkHeartbeatClocks(reader, heartbeats);
  const value: SoakReading = {
    ...run,
    name: item.name,
    mode: item.mode,
    heartbeats,
    intendedAt,
    slis,
    summary,
    confession,
    record,
    refs: { history: reader.ref('history.jsonl'), heartbeats: reader.ref('heartbeats.ndjson') },
  };
  return { value, problems, confession, replayed };
}

/** A soak runs until everything has ended, so what has not is held against it. */
function withLosses(run: RunReading | null): RunReading | null {
  if (run === null) return null;
  const { replayed } = run;
  return {
    ...run,
    replayed: { ...replayed, accusations: [...replayed.accusations, ...lossAccusations(run)] },
  };
}

/** The driver's files are whole, and tell one story. */
function checkConfession(reader: ItemReader, { contradictions }: Confession, aborts: AbortLog | null): void {
  const artefact = 'aborts.ndjson';
  for (const flaw of aborts?.flaws ?? []) {
    const because = `the abort log cannot be relied on: ${flaw}`;
    reader.problem({ code: 'EVIDENCE_SCHEMA', because, measured: flaw, limit: 'its format', artefact });
  }
  for (const measured of contradictions) {
    const because = `the soak driver contradicts itself: ${measured}`;
    reader.problem({ code: 'CLAIM_MISMATCH', because, measured, limit: 'one story', artefact });
  }
}

function checkScenario(reader: ItemReader, name: string, told: readonly string[]): void {
  if (told.every((scenario) => scenario === name)) return;
  reader.problem({
    code: 'EVIDENCE_SCHEMA',
    because: `the files of ${name} tell of other runs`,
    measured: told.join(', '),
    limit: name,
    artefact: 'history.jsonl',
  });
}
