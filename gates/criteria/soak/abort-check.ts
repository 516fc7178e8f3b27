/**
 * The check on abort episodes: over every attempt, of evidence that can be used and of evidence that cannot, since an
 * episode is held against the system however badly the rest of its run was recorded.
 */
import type { Docket } from '../../docket/docket.js';
import type { CheckOf } from '../../policy/checks.js';
import { confessedEpisodes, episodesOf } from '../../readings/soak/confessed.js';
import type { Episode } from '../../readings/soak/episodes.js';
import type { CheckFinding, EvidenceRef, NextAction, Reason } from '../../verdict/criterion-finding.js';
import { lengthText } from '../../verdict/figure-text.js';
import { type Found, finding, reason } from '../finding.js';
import { soaksOf } from './usable-soaks.js';

/** The episodes of one attempt, and where to read of them. */
interface Seen {
  readonly episodes: readonly Episode[];
  readonly ref: EvidenceRef | null;
}

/** No more abort episodes than the policy allows, over every attempt: one that never ended counts as one. */
export function soakAbort(check: CheckOf<'soak.abort'>, docket: Docket): CheckFinding {
  const names = check.run === 'every' ? docket.profile.soaks : [check.run];
  const { usable, all, reasons } = soaksOf(names, docket);
  const seen = [...all.map((found) => seenInJudged(found, docket)), ...seenInEarlier(names, docket)];
  const abandoned = all.reduce((sum, { id }) => sum + (docket.items.get(id)?.abandoned.length ?? 0), 0);
  const episodes = seen.flatMap((one) => one.episodes);
  const critical = episodes.filter((episode) => episode.critical);
  const next = all[0]?.next ?? { owner: 'developers', command: 'npx gate plan', takesMs: null };
  return finding(check, {
    measured: `${episodes.length} episodes, ${critical.length} of them critical, ${abandoned} abandoned attempts`,
    limit: `at most ${check.maxEpisodes}, ${check.maxCritical} of them critical`,
    evidence: usable.map(({ soak }) => soak.refs.history),
    reasons: [...reasons, ...tooMany(check, { seen, abandoned, next })],
  });
}

function seenInJudged({ id, record }: Found, docket: Docket): Seen {
  const soak = docket.soaks.get(id);
  if (soak !== undefined) return { episodes: episodesOf(soak, docket.policy), ref: soak.refs.history };
  const confession = docket.confessions.get(id);
  const episodes = confession === undefined ? [] : confessedEpisodes(confession, docket.policy);
  return { episodes, ref: record };
}

function seenInEarlier(names: readonly string[], { earlier }: Docket): readonly Seen[] {
  return earlier
    .filter(({ item }) => item.kind === 'soak-segment' && names.includes(item.name))
    .map(({ episodes, what, ref }) => ({
      episodes: episodes.map((episode) => ({ ...episode, says: `${episode.says} (${what})` })),
      ref,
    }));
}

interface Counted {
  readonly seen: readonly Seen[];
  readonly abandoned: number;
  readonly next: NextAction;
}

function tooMany(
  { maxEpisodes, maxCritical }: CheckOf<'soak.abort'>,
  { seen, abandoned, next }: Counted,
): readonly Reason[] {
  const episodes = seen.flatMap((one) => one.episodes);
  const critical = episodes.filter((episode) => episode.critical).length;
  const total = episodes.length + abandoned;
  const told = episodes.map(({ id, says, fromMs }) => `${id} at ${lengthText(fromMs)}: ${says}`).join('; ');
  const evidence = worstOf(seen)?.ref ?? null;
  if (critical > maxCritical || (total > maxEpisodes && maxEpisodes === 0)) {
    const because = `an abort condition was met: ${told || `${abandoned} attempts never ended`}`;
    const [measured, limit] = [`${critical} critical of ${total}`, `${maxCritical} critical`];
    return [reason('ABORT_EPISODE', { because, measured, limit, evidence, next })];
  }
  if (total <= maxEpisodes) return [];
  const because = `abort conditions were met repeatedly: ${told || 'by attempts that never ended'}`;
  const [measured, limit] = [`${total} episodes`, `at most ${maxEpisodes}`];
  const code = abandoned > maxEpisodes ? 'SOAK_ABANDONED_ATTEMPT' : 'ABORT_REPEATED';
  return [reason(code, { because, measured, limit, evidence, next })];
}

/** The attempt to look at first: one with a critical episode, else one with any. */
function worstOf(seen: readonly Seen[]): Seen | undefined {
  return (
    seen.find(({ episodes }) => episodes.some(({ critical }) => critical)) ??
    seen.find(({ episodes }) => episodes.length > 0) ??
    seen.find(({ ref }) => ref !== null)
  );
}
