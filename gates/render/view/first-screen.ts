/**
 * The first screen: the verdict, why, who does what next, and how far the answer may be trusted. Readable in ten
 * seconds.
 */
import type { CriterionFinding, NextAction } from '../../verdict/criterion-finding.js';
import type { Verdict } from '../../verdict/verdict.js';
import { type BlockingGroup, blockingCount, blockingGroups } from '../blocking-reasons.js';
import { bytes, counted, duration, instant, number, short } from '../figures.js';
import { lookOfStatus, lookOfVerdict } from '../status-look.js';
import { citationView } from './citation.js';
import { cut, cutText } from './cut.js';
import { soakProgress } from './soak-progress.js';

/** Reasons shown before the fold; the others open on demand. */
const REASONS_FIRST = 3;
const REASONS_MOST = 40;

export function firstScreen(verdict: Verdict) {
  const groups = cut(
    blockingGroups(verdict).map((group, index) => reasonRow(group, index + 1)),
    REASONS_MOST,
  );
  return {
    look: lookOfVerdict(verdict),
    says: verdictSentence(verdict),
    facts: candidateFacts(verdict),
    reasons: groups.shown.slice(0, REASONS_FIRST),
    more: { reasons: groups.shown.slice(REASONS_FIRST), start: REASONS_FIRST + 1, left: groups.left },
    clear: groups.shown.length === 0 ? clearOf(verdict) : null,
    strip: criteriaStrip(verdict),
    progress: soakProgress(verdict),
    trust: trustFacts(verdict),
  };
}

/** One sentence under the verdict's word. */
export function verdictSentence(verdict: Verdict): string {
  const { asked, blocked } = blockingCount(verdict);
  const all = `all ${counted(asked, 'criterion', 'criteria')} this profile asks for pass`;
  switch (verdict.verdict) {
    case 'PASS':
      return `Releasable: ${all}.`;
    case 'PASS_WITH_WAIVERS':
      return 'Releasable with waivers: what would block is covered by a valid waiver.';
    case 'QUICK_OK':
    case 'NIGHTLY_OK':
      return `Not a release verdict, but ${all}.`;
    case 'QUICK_OK (uncommitted)':
      return `Not a release verdict, and the tree has uncommitted changes; ${all}.`;
    case 'FIXTURE_OK':
      return 'Made from fixtures: it says nothing about a candidate.';
    case 'FAIL':
      return `Not releasable: ${number(blocked)} of ${counted(asked, 'criterion', 'criteria')} ${blocked === 1 ? 'blocks' : 'block'}.`;
  }
}

function reasonRow(group: BlockingGroup, place: number) {
  const { status, reason, criterion } = group.first;
  const others = group.reasons.length - 1;
  return {
    place: String(place),
    look: lookOfStatus(status),
    criterion: criterion.id,
    also: group.criteria.slice(1).join(', '),
    code: reason.code,
    because: cutText(reason.because, 300),
    measured: cutText(reason.measured, 200),
    limit: cutText(reason.limit, 200),
    evidence: reason.evidence === null ? null : citationView(reason.evidence),
    next: nextView(reason.next),
    settles: others === 0 ? null : `settles ${counted(others + 1, 'reason')}`,
  };
}

/** Who types what, and how long it takes. */
export function nextView(next: NextAction) {
  const takes = next.takesMs === null ? null : `takes about ${duration(next.takesMs)}`;
  return { owner: next.owner, command: next.command, takes };
}

/** What stands in the place of reasons when nothing blocks. */
function clearOf(verdict: Verdict) {
  const skipped = verdict.criteria.filter((one) => one.blocking && one.status === null);
  const releasable = verdict.verdict === 'PASS' || verdict.verdict === 'PASS_WITH_WAIVERS';
  return {
    notAsked: skipped.map(({ id, title }) => ({ id, title: title.en })),
    profile: verdict.profile,
    next: releasable
      ? null
      : {
          owner: 'release manager',
          command: 'npx gate rc --profile full',
          takes: 'says what a release still needs',
        },
  };
}

function candidateFacts({ candidate, policy, profile, judgedAt }: Verdict) {
  const commit = candidate.gitCommit;
  return [
    { name: 'Candidate', value: cutText(candidate.version, 60), title: candidate.version },
    { name: 'Commit', value: commit === null ? 'outside git' : short(commit), title: commit ?? '' },
    { name: 'Tree', value: candidate.dirty ? 'uncommitted changes' : 'clean', title: candidate.treeSha256 },
    { name: 'Profile', value: profile, title: '' },
    {
      name: 'Policy',
      value: `${policy.version} (${short(policy.sha256)})`,
      title: `${policy.id} ${policy.sha256}`,
    },
    { name: 'Judged', value: instant(judgedAt), title: '' },
  ];
}

/** P1 … P6 and F1 … F4 in groups by their letter; advisory criteria stay in the table. */
function criteriaStrip({ criteria }: Verdict) {
  const groups = new Map<string, CriterionFinding[]>();
  for (const criterion of criteria.filter(({ blocking }) => blocking)) {
    const letter = shortId(criterion.id).slice(0, 1);
    groups.set(letter, [...(groups.get(letter) ?? []), criterion]);
  }
  return [...groups.values()].map((group) =>
    group.map(({ id, status, title }) => ({
      id,
      short: cutText(shortId(id), 12),
      title: title.en,
      look: lookOfStatus(status),
    })),
  );
}

function shortId(id: string): string {
  return id.replace(/^RC-/, '');
}

function trustFacts(verdict: Verdict) {
  const { evidence, scenarios, manifest, candidate } = verdict;
  const valid = evidence.filter(({ state }) => state === 'valid').length;
  const attempts = evidence.reduce((sum, item) => sum + item.attempts, 0);
  const failed = evidence.reduce((sum, item) => sum + item.failedAttempts, 0);
  const caught = scenarios.filter(({ controlViolation }) => controlViolation !== null).length;
  return [
    {
      name: 'Bound to',
      value: candidate.dirty ? 'the tree as it lies there' : 'the commit',
      title: candidate.treeSha256,
    },
    { name: 'Evidence valid', value: `${number(valid)} of ${number(evidence.length)}`, title: '' },
    { name: 'Attempts', value: `${number(attempts)}, ${number(failed)} not passed`, title: '' },
    { name: 'Controls caught', value: `${number(caught)} of ${number(scenarios.length)}`, title: '' },
    {
      name: 'Files hashed',
      value: `${number(manifest.files)} (${bytes(manifest.bytes)})`,
      title: manifest.sha256,
    },
    { name: 'Time', value: 'self-reported', title: 'No outside witness confirmed the clock.' },
    { name: 'Exit code', value: String(verdict.exitCode), title: '' },
  ];
}
