/**
 * What the driver of a soak says against itself. It says so in three places: its abort log, its summary, and the count
 * in its record. An episode that stands in one of them counts; where they differ, they contradict each other.
 */
import type { SoakSummary } from '../../record/artefacts.js';
import type { EvidenceRecord } from '../../record/record.js';
import type { AbortLog } from './abort-log.js';

/** An abort episode that the driver recorded. */
export interface ConfessedEpisode {
  /** The condition, or `UNNAMED` where the driver only counted it. */
  readonly id: string;
  readonly says: string;
  /** When it was first seen, ms since the start; null where nobody says. */
  readonly atMs: number | null;
  /** By the driver's own list of conditions; null where that does not name it. */
  readonly critical: boolean | null;
}

export interface Confession {
  readonly episodes: readonly ConfessedEpisode[];
  /** Where the driver's files differ, a sentence each. */
  readonly contradictions: readonly string[];
}

/** The condition of an episode of which nothing but its number is known. */
const UNNAMED = 'unnamed';

/** The driver's own files; null what cannot be read. */
export interface DriverFiles {
  readonly claimed: EvidenceRecord['claimed'];
  readonly summary: SoakSummary | null;
  readonly aborts: AbortLog | null;
}

/** Everything the driver's files confess, and where they contradict each other. */
export function confessionOf(files: DriverFiles): Confession {
  const named = namedEpisodes(files);
  const told = files.claimed.counts['abortEpisodes'] ?? 0;
  const least = files.summary?.verdict === 'abort-condition' ? Math.max(1, told) : told;
  const missing = Math.max(0, least - named.length);
  const says = 'an abort condition that the driver does not name';
  const unnamed: ConfessedEpisode = { id: UNNAMED, says, atMs: null, critical: null };
  return {
    episodes: [...named, ...Array.from({ length: missing }, () => unnamed)],
    contradictions: [...filesDiffer(files, named), ...resultsDiffer(files, named.length)],
  };
}

/** Of log and summary together: what both tell is one episode. */
function namedEpisodes({ summary, aborts }: DriverFiles): readonly ConfessedEpisode[] {
  const opened = new Map<string, { readonly id: string; readonly at: number }>();
  for (const one of aborts?.openings ?? []) opened.set(nameOf(one), one);
  for (const { id, openedAt: at } of summary?.episodes ?? []) opened.set(nameOf({ id, at }), { id, at });
  const conditions = new Map(aborts?.conditions.map((condition) => [condition.id, condition]));
  return [...opened.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ id, at }) => {
      const condition = conditions.get(id);
      const says = condition?.says ?? 'an abort condition';
      return { id, says, atMs: at, critical: condition?.critical ?? null };
    });
}

function nameOf({ id, at }: { readonly id: string; readonly at: number }): string {
  return `${id} at ${at} ms`;
}

function filesDiffer(
  { claimed, summary, aborts }: DriverFiles,
  named: readonly ConfessedEpisode[],
): readonly string[] {
  const found: string[] = [];
  const told = claimed.counts['abortEpisodes'];
  const known = summary !== null || aborts !== null;
  if (known && told !== undefined && told !== named.length) {
    found.push(`the record counts ${told} abort episodes, the driver's files name ${named.length}`);
  }
  if (summary === null || aborts === null) return found;
  const logged = new Set(aborts.openings.map(nameOf));
  const summed = new Set(summary.episodes.map(({ id, openedAt: at }) => nameOf({ id, at })));
  for (const one of logged)
    if (!summed.has(one)) found.push(`the abort log has ${one}, the summary does not`);
  for (const one of summed)
    if (!logged.has(one)) found.push(`the summary has ${one}, the abort log does not`);
  return found;
}

/** Nobody who met an abort condition is healthy, and nobody ends by one without having met it. */
function resultsDiffer({ claimed, summary }: DriverFiles, named: number): readonly string[] {
  const healthy = claimed.result === 'PASSED' || summary?.verdict === 'healthy';
  if (healthy && named > 0) return [`the run is called healthy, with ${named} abort episodes`];
  return summary?.verdict === 'abort-condition' && named === 0
    ? ['the summary ends by an abort condition, and no file names one']
    : [];
}
