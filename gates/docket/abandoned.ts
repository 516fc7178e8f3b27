/**
 * Attempts that never ended. They are no evidence of anything, but what was found in them was found: a system that
 * breaks and then never comes to rest leaves just this.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collected } from '../folder/collect.js';
import { refTo } from '../folder/evidence-ref.js';
import { newCommitFor } from '../plan/plan.js';
import { abortLogOf } from '../readings/soak/abort-log.js';
import { confessedEpisodes } from '../readings/soak/confessed.js';
import { confessionOf } from '../readings/soak/confession.js';
import { runVerdictSchema } from '../record/artefacts.js';
import { decodeJson } from '../record/decode.js';
import type { EarlierRun, EarlierTerms } from './earlier.js';
import { findsOf } from './finds.js';

/** What the files that an attempt left behind accuse of; each attempt counts as failed anyway. */
export async function readAbandoned(
  collected: Collected,
  terms: EarlierTerms,
): Promise<readonly EarlierRun[]> {
  const runs: EarlierRun[] = [];
  for (const attempt of collected.abandoned) runs.push(...(await readOne({ collected, attempt }, terms)));
  return runs;
}

async function readOne(abandoned: Abandoned, terms: EarlierTerms): Promise<readonly EarlierRun[]> {
  switch (abandoned.collected.item.kind) {
    case 'test-suite':
    case 'e2e-scenario':
    case 'soak-sim':
      return [];
    case 'failure-scenario':
    case 'exploration':
    case 'proof':
      return playedRuns(abandoned, terms);
    case 'soak-segment':
      return soakRuns(abandoned, terms);
  }
}

interface Abandoned {
  readonly collected: Collected;
  /** Its folder. */
  readonly attempt: string;
}

/** The critical conditions in the abort log of a real soak. */
async function soakRuns(abandoned: Abandoned, terms: EarlierTerms): Promise<readonly EarlierRun[]> {
  const file = `${abandoned.attempt}/aborts.ndjson`;
  if (!terms.collection.state.digests.has(file)) return [];
  const aborts = abortLogOf(await readFile(join(terms.collection.folder, file), 'utf8'));
  const confession = confessionOf({ claimed: { result: 'FAILED', counts: {} }, summary: null, aborts });
  const episodes = confessedEpisodes(confession, terms.policy).filter(({ critical }) => critical);
  return episodes.length === 0 ? [] : [{ ...accusing(abandoned, file, terms), episodes }];
}

/** Verdicts of runs that were played to their end. One that is torn says nothing. */
async function playedRuns(abandoned: Abandoned, terms: EarlierTerms): Promise<readonly EarlierRun[]> {
  const { folder, state } = terms.collection;
  const runs: EarlierRun[] = [];
  for (const file of state.digests.keys()) {
    if (!file.startsWith(`${abandoned.attempt}/`) || !file.endsWith('/verdict.json')) continue;
    const verdict = decodeJson(await readFile(join(folder, file), 'utf8'), runVerdictSchema);
    if (!verdict.ok || verdict.value.control !== null) continue;
    const finds = findsOf(verdict.value);
    if (finds.length > 0) runs.push({ ...accusing(abandoned, file, terms), finds });
  }
  return runs;
}

function accusing({ collected, attempt }: Abandoned, file: string, { collection }: EarlierTerms): EarlierRun {
  const { item } = collected;
  return {
    item,
    what: `${item.name} (${item.mode}), attempt ${attempt} that never ended`,
    ref: refTo(collection.state, file),
    next: newCommitFor(item),
    accusations: [],
    guardrail: [],
    finds: [],
    episodes: [],
    standstill: null,
  };
}
