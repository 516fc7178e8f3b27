/**
 * Soak attempts that never ended. They are no evidence of anything, but a critical condition that stands in the abort
 * log of one was met: a system that breaks and then never comes to rest leaves just this.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collected } from '../folder/collect.js';
import { refTo } from '../folder/evidence-ref.js';
import { newCommitFor } from '../plan/plan.js';
import { abortLogOf } from '../readings/soak/abort-log.js';
import { confessedEpisodes } from '../readings/soak/confessed.js';
import { confessionOf } from '../readings/soak/confession.js';
import type { EarlierRun, EarlierTerms } from './earlier.js';

/** What the abort logs of the abandoned attempts of a real soak accuse of; each attempt counts as an episode anyway. */
export async function readAbandoned(
  { item, abandoned }: Collected,
  { collection, policy }: EarlierTerms,
): Promise<readonly EarlierRun[]> {
  if (item.kind !== 'soak-segment') return [];
  const runs: EarlierRun[] = [];
  for (const attempt of abandoned) {
    const log = `${attempt}/aborts.ndjson`;
    if (!collection.state.digests.has(log)) continue;
    const aborts = abortLogOf(await readFile(join(collection.folder, log), 'utf8'));
    const confession = confessionOf({ claimed: { result: 'FAILED', counts: {} }, summary: null, aborts });
    const episodes = confessedEpisodes(confession, policy).filter(({ critical }) => critical);
    if (episodes.length === 0) continue;
    runs.push({
      item,
      what: `${item.name} (${item.mode}), attempt ${attempt} that never ended`,
      ref: refTo(collection.state, log),
      next: newCommitFor(item),
      accusations: [],
      guardrail: [],
      finds: [],
      episodes,
      standstill: null,
    });
  }
  return runs;
}
