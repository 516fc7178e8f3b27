/**
 * A soak run's evidence: history, final state, plan and heartbeats, with the chain of heartbeats verified and the
 * driver's figures held against the judge's own.
 */
import { readFile } from 'node:fs/promises';
import type { Collected, Collection } from '../../folder/collect.js';
import type { StateMachine } from '../../policy/state-machine.js';
import {
  type Heartbeat,
  heartbeatSchema,
  planSchema,
  type SoakSummary,
  soakSummarySchema,
} from '../../record/artefacts.js';
import { type Decoded, decodeJson } from '../../record/decode.js';
import { sha256 } from '../../record/digest.js';
import { GENESIS } from '../../record/ledger.js';
import type { EvidenceRecord, TimeMode } from '../../record/record.js';
import type { EvidenceRef } from '../../verdict/criterion-finding.js';
import { compareCounts } from '../claims.js';
import { ItemReader, type Reading } from '../reader.js';
import { type RunReading, readRun } from '../run.js';
import { checkClocks, checkMode, lengthsAgree } from '../time.js';
import { type AbortLog, readAbortLog } from './abort-log.js';
import { type Confession, confessionOf } from './confession.js';
import { lossAccusations } from './lost.js';
import { soakSlis } from './slis.js';

/** One indicator as the judge computed it; null when there is nothing to compute it from. */
export interface Sli {
  readonly value: number | null;
  readonly samples: number;
}

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
  const plan = await reader.json('plan.json', planSchema);
  const heartbeats = await reader.custom('heartbeats.ndjson', readHeartbeats);
  const summary = await reader.json('summary.json', soakSummarySchema);
  const aborts = await reader.custom('aborts.ndjson', readAbortLog);
  const { record, item } = collected;
  if (record === null) return { value: null, problems: reader.problems, confession: NOTHING_CONFESSED };
  const confession = confessionOf({ claimed: record.claimed, summary, aborts });
  checkConfession(reader, confession, aborts);
  if (run === null || plan === null || heartbeats === null || summary === null || aborts === null) {
    return { value: null, problems: reader.problems, confession };
  }
  const intendedAt = new Map(plan.tasks.map(({ at, submit }) => [submit.id, at]));
  const slis = soakSlis(run, { intendedAt, recoverySlackMs: terms.recoverySlackMs });
  const { header } = run.run;
  const profiles = [summary.profile, ...(aborts.profile === null ? [] : [aborts.profile])];
  checkScenario(reader, item.name, [header.scenario, plan.scenario, ...profiles]);
  const { accusations, budget } = run.replayed;
  checkSlis(reader, summary, { slis, accused: accusations.length + budget.accusations.length > 0 });
  const arrivals = run.run.calls.filter((call) => call.op === 'enqueue' && call.outcome === 'ok').length;
  compareCounts(reader, record, { counts: { arrivals, samples: heartbeats.length }, from: 'history.jsonl' });
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
  return { value, problems: reader.problems, confession };
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

/** Reads heartbeats and verifies their chain: dense numbers, each naming the digest of the line before it. */
async function readHeartbeats(path: string): Promise<Decoded<readonly Heartbeat[]>> {
  const text = await readFile(path, 'utf8');
  if (!text.endsWith('\n')) return { ok: false, problem: 'the last line has no end' };
  const heartbeats: Heartbeat[] = [];
  let head = GENESIS;
  for (const [index, line] of text.split('\n').slice(0, -1).entries()) {
    const decoded = decodeJson(line, heartbeatSchema);
    if (!decoded.ok) return { ok: false, problem: `line ${index + 1}, ${decoded.problem}` };
    const { seq, prev, at, historyLines } = decoded.value;
    const before = heartbeats.at(-1);
    if (seq !== index + 1 || prev !== head)
      return { ok: false, problem: `line ${index + 1} breaks the chain` };
    if (before !== undefined && (at < before.at || historyLines < before.historyLines)) {
      return { ok: false, problem: `line ${index + 1} goes back` };
    }
    heartbeats.push(decoded.value);
    head = sha256(line);
  }
  return { ok: true, value: heartbeats };
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

/** Both sides round instants and pair lost answers in their own way, so figures agree within this. */
const SHARE_TOLERANCE = 0.01;
const SAMPLES_TOLERANCE = 1.5;
const LENGTH_TOLERANCE_SHARE = 0.05;
const LENGTH_TOLERANCE_MS = 1_000;

/** Compared on a clean run only: where the judge accuses, the two count different things, and the accusation speaks. */
function checkSlis(reader: ItemReader, summary: SoakSummary, { slis, accused }: Recomputed): void {
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

/** A wall-clock run's heartbeats carry both clocks of the machine, and these agree. */
function checkHeartbeatClocks(reader: ItemReader, heartbeats: readonly Heartbeat[]): void {
  const [first, last] = [heartbeats[0], heartbeats.at(-1)];
  if (first === undefined || last === undefined) return;
  const clockless = heartbeats.find(({ wall, monotonicMs }) => wall === null || monotonicMs === null);
  if (clockless !== undefined) {
    reader.problem({
      code: 'SOAK_NOT_WALLCLOCK',
      because: `heartbeat ${clockless.seq} of a wall-clock run carries no clock`,
      measured: 'no clock',
      limit: 'wall and monotonic clock in every heartbeat',
      artefact: 'heartbeats.ndjson',
    });
    return;
  }
  const wallMs = (last.wall ?? 0) - (first.wall ?? 0);
  const monotonicMs = (last.monotonicMs ?? 0) - (first.monotonicMs ?? 0);
  const logicalMs = last.at - first.at;
  if (lengthsAgree(wallMs, monotonicMs) && lengthsAgree(logicalMs, monotonicMs)) return;
  reader.problem({
    code: 'SOAK_NOT_WALLCLOCK',
    because: 'the clocks in the heartbeats disagree about how long the run took',
    measured: `${logicalMs} ms on the run's clock, ${wallMs} ms on the wall, ${monotonicMs} ms monotonic`,
    limit: 'within 0.1 % and 2 s',
    artefact: 'heartbeats.ndjson',
  });
}
