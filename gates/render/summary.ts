/**
 * The verdict as Markdown for a pull request or a job summary, never longer than such a comment may be. What had
 * to be cut is counted in its place.
 */
import type { CriterionFinding } from '../verdict/criterion-finding.js';
import type { Verdict } from '../verdict/verdict.js';
import { type BlockingReason, blockingCount, blockingReasons } from './blocking-reasons.js';
import { number, short } from './figures.js';
import { lookOfOutcome, lookOfStatus, lookOfVerdict } from './status-look.js';
import { fillTemplate } from './templates.js';
import { cut, cutText } from './view/cut.js';
import { nextView, verdictSentence } from './view/first-screen.js';
import { credited } from './view/soak-progress.js';
import { timeModeView } from './view/time-mode.js';

/** Comments stop at 65,536 characters; this leaves room for what a bot adds around it. */
const MOST_SIGNS = 60_000;

/** Rows a list may have, from all to hardly any; the first that fits is taken. */
const ROWS = [1000, 200, 80, 40, 20, 10, 5];

/** The summary of a verdict whose texts are printable. */
export function summary(verdict: Verdict): string {
  const written = ROWS.map((rows) => () => fillTemplate('summary.md.hbs', summaryView(verdict, rows)));
  for (const write of written) {
    const text = write();
    if (text.length <= MOST_SIGNS) return text;
  }
  throw new Error(
    `the summary is longer than ${number(MOST_SIGNS)} signs even with ${ROWS.at(-1)} rows a list`,
  );
}

function summaryView(verdict: Verdict, rows: number) {
  const { candidate, policy } = verdict;
  return {
    look: lookOfVerdict(verdict),
    says: verdictSentence(verdict),
    version: sign(candidate.version),
    commit: candidate.gitCommit === null ? 'outside git' : short(candidate.gitCommit),
    tree: candidate.dirty ? 'with uncommitted changes' : 'clean tree',
    profile: sign(verdict.profile),
    policy: `${sign(policy.version)} (${short(policy.sha256)})`,
    exitCode: String(verdict.exitCode),
    blocked: blockingCount(verdict).blocked > 0,
    reasons: cut(blockingReasons(verdict).map(reasonLine), rows),
    criteria: cut(verdict.criteria.map(criterionRow), rows),
    soaks: cut(soakRows(verdict), rows),
    scenarios: cut(scenarioRows(verdict), rows),
    attempts: cut(attemptRows(verdict), rows),
    limitations: cut(verdict.limitations.map(sign), rows),
  };
}

/** No single text may fill the page. */
function sign(text: string): string {
  return cutText(text, 240);
}

function reasonLine({ criterion, status, reason }: BlockingReason) {
  const next = nextView(reason.next);
  return {
    look: lookOfStatus(status),
    criterion: sign(criterion.id),
    code: sign(reason.code),
    because: sign(reason.because),
    measured: sign(reason.measured),
    limit: sign(reason.limit),
    evidence: sign(reason.evidence?.path ?? 'none yet'),
    owner: sign(next.owner),
    command: sign(next.command),
    takes: next.takes,
  };
}

function criterionRow(criterion: CriterionFinding) {
  const checks = criterion.checks;
  const worst = checks.find(({ status }) => status === criterion.status) ?? checks[0];
  return {
    look: lookOfStatus(criterion.status),
    id: sign(criterion.id),
    title: sign(criterion.title.en),
    measured: sign(worst?.measured ?? '–'),
    limit: sign(worst?.limit ?? '–'),
    force: criterion.blocking ? 'blocking' : 'advisory',
  };
}

function soakRows({ soaks }: Verdict) {
  return soaks.map((soak) => ({
    name: sign(soak.name),
    mode: modeWords(soak.mode),
    credited: credited(soak.creditedMs, soak.neededMs),
    met: `${number(soak.slis.filter(({ met }) => met === true).length)} of ${number(soak.slis.length)}`,
    aborts: number(soak.abortEpisodes),
  }));
}

function scenarioRows({ scenarios }: Verdict) {
  return scenarios.map((run) => ({
    name: sign(run.name),
    mode: modeWords(run.mode),
    look: lookOfOutcome(run.proven),
    violation: sign(run.violation === null ? '–' : `${run.violation.invariant}: ${run.violation.because}`),
  }));
}

function attemptRows({ evidence }: Verdict) {
  return evidence
    .filter(({ failedAttempts, state }) => failedAttempts > 0 || state !== 'valid')
    .map((item) => ({
      name: sign(item.name),
      mode: modeWords(item.mode),
      state: item.state,
      attempts: number(item.attempts),
      failed: number(item.failedAttempts),
      problem: sign(item.problem ?? '–'),
    }));
}

function modeWords(mode: Verdict['soaks'][number]['mode']): string {
  const { word, watermark } = timeModeView(mode);
  return watermark === null ? word : `${word} (${watermark})`;
}
