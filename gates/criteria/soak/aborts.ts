/**
 * The check on abort episodes: over every attempt, of evidence that can be used and of evidence that cannot, since an
 * episode is held against the system however badly the rest of its run was recorded.
 */
import type { Docket } from '../../docket/docket.js';
import { newCommitFor, type PlanItem } from '../../plan/plan.js';
import type { CheckOf } from '../../policy/checks.js';
import { confessedEpisodes, episodesOf } from '../../readings/soak/confessed.js';
import type { Episode } from '../../readings/soak/episodes.js';
import type { CheckFinding, EvidenceRef, Reason } from '../../verdict/criterion-finding.js';
import { lengthText } from '../../verdict/figure-text.js';
import { type Found, finding, reason } from '../finding.js';
import { soaksOf } from './usable-soaks.js';

/** The episodes of one attempt, and where to read of them. */
interface Seen {
  readonly item: PlanItem;
  readonly episodes: readonly Episode[];
  /** Attempts of the item that never ended; told beside the judged one. */
  readonly abandoned: number;
  readonly ref: EvidenceRef | null;
}

/**
 * No more abort episodes than the policy allows, over every attempt: one that never ended counts as one. So another
 * attempt can only add to them, and what helps is another commit.
 */
export function soakAbort(check: CheckOf<'soak.abort'>, docket: Docket): CheckFinding {
  const names = check.run === 'every' ? docket.profile.soaks : [check.run];
  const { usable, all, reasons } = soaksOf(names, docket);
  const seen = [...all.map((found) => seenInJudged(found, docket)), ...seenInEarlier(check.run, docket)];
  const abandoned = abandonedIn(seen);
  const episodes = seen.flatMap((one) => one.episodes);
  const critical = episodes.filter((episode) => episode.critical);
  return finding(check, {
    measured: `${episodes.length} episodes, ${critical.length} of them critical, ${abandoned} abandoned attempts`,
    limit: `at most ${check.maxEpisodes}, ${check.maxCritical} of them critical`,
    evidence: usable.map(({ soak }) => soak.refs.history),
    reasons: [...reasons, ...tooMany(check, seen)],
  });
}

function seenInJudged({ id, item, record }: Found, docket: Docket): Seen {
  const soak = docket.soaks.get(id);
  const abandoned = docket.items.get(id)?.abandoned.length ?? 0;
  if (soak !== undefined) {
    return { item, episodes: episodesOf(soak, docket.policy), abandoned, ref: soak.refs.history };
  }
  const confession = docket.confessions.get(id);
  const episodes = confession === undefined ? [] : confessedEpisodes(confession, docket.policy);
  return { item, episodes, abandoned, ref: record };
}

/** Where every soak is looked at, so are those that the profile does not ask for. */
function seenInEarlier(run: string, { earlier }: Docket): readonly Seen[] {
  return earlier
    .filter(({ item }) => item.kind === 'soak-segment' && (run === 'every' || item.name === run))
    .map(({ item, episodes, what, ref }) => ({
      item,
      abandoned: 0,
      episodes: episodes.map((episode) => ({ ...episode, says: `${episode.says} (${what})` })),
      ref,
    }));
}

function abandonedIn(seen: readonly Seen[]): number {
  return seen.reduce((sum, { abandoned }) => sum + abandoned, 0);
}

function tooMany(
  { maxEpisodes, maxCritical }: CheckOf<'soak.abort'>,
  seen: readonly Seen[],
): readonly Reason[] {
  const episodes = seen.flatMap((one) => one.episodes);
  const critical = episodes.filter((episode) => episode.critical).length;
  const abandoned = abandonedIn(seen);
  const total = episodes.length + abandoned;
  const worst = worstOf(seen);
  if (worst === undefined) return [];
  const told = episodes.map(({ id, says, fromMs }) => `${id} at ${lengthText(fromMs)}: ${says}`).join('; ');
  const { ref: evidence, item } = worst;
  const next = newCommitFor(item);
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

/** The attempt to look at first: one with a critical episode, else one with any, else where one never ended. */
function worstOf(seen: readonly Seen[]): Seen | undefined {
  return (
    seen.find(({ episodes }) => episodes.some(({ critical }) => critical)) ??
    seen.find(({ episodes }) => episodes.length > 0) ??
    seen.find(({ abandoned }) => abandoned > 0)
  );
}
