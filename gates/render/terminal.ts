/**
 * The verdict for a terminal: three lines a release manager wants, the other reasons each with the next command,
 * the report. Plain text without colour; whoever prints it knows the terminal.
 */
import type { Verdict } from '../verdict/verdict.js';
import { type BlockingGroup, blockingGroups } from './blocking-reasons.js';
import { counted, short } from './figures.js';
import { printable } from './printable.js';
import { lookOfStatus, lookOfVerdict } from './status-look.js';
import { nextView, verdictSentence } from './view/first-screen.js';

/** Reasons named one by one; the report has all. */
const REASONS_MOST = 8;

/** One string a line, in the order to print them. Line 1 is the verdict, 2 the first reason, 3 who types what next. */
export function terminalLines(verdict: Verdict, place: { readonly reportPath: string }): string[] {
  const shown = printable(verdict);
  const [first, ...others] = blockingGroups(shown);
  const lines = [verdictLine(shown), ...(first === undefined ? clearLines(shown) : groupLines(first))];
  const more = others.slice(0, REASONS_MOST).flatMap((group) => ['', ...groupLines(group)]);
  const left = others.slice(REASONS_MOST).reduce((sum, { reasons }) => sum + reasons.length, 0);
  const rest = left === 0 ? [] : ['', `        and ${counted(left, 'more reason')} in the report`];
  return [...lines, ...more, ...rest, `Report  ${place.reportPath}`].map((line) =>
    line.replace(/[\r\n\t]+/g, ' '),
  );
}

function verdictLine(verdict: Verdict): string {
  const { candidate, profile, exitCode } = verdict;
  const commit = candidate.gitCommit === null ? 'outside git' : short(candidate.gitCommit);
  const { sign, word } = lookOfVerdict(verdict);
  return `${sign} ${word}  ${candidate.version} ${commit}, profile ${profile}, exit ${exitCode}. ${verdictSentence(verdict)}`;
}

function groupLines({ first, reasons, criteria }: BlockingGroup): string[] {
  const { reason, status } = first;
  const also = reasons.length > 1 ? ` (and ${counted(reasons.length - 1, 'more reason')})` : '';
  const { owner, command, takes } = nextView(reason.next);
  return [
    `Why     ${lookOfStatus(status).sign} ${criteria.join(', ')} ${reason.code}: ${reason.because.replace(/\.$/, '')}. ` +
      `Measured ${reason.measured}, limit ${reason.limit}${also}.`,
    `Next    ${owner}: ${command}${takes === null ? '' : ` (${takes})`}`,
  ];
}

function clearLines(verdict: Verdict): string[] {
  const notAsked = verdict.criteria.filter(({ blocking, status }) => blocking && status === null);
  const why =
    notAsked.length === 0
      ? 'nothing blocks'
      : `nothing blocks; not asked: ${notAsked.map(({ id }) => id).join(', ')}`;
  const releasable = verdict.verdict === 'PASS' || verdict.verdict === 'PASS_WITH_WAIVERS';
  const next = releasable
    ? 'release manager: release it'
    : 'release manager: npx gate rc --profile full (says what a release still needs)';
  return [`Why     ${why}`, `Next    ${next}`];
}
