/** RC-A5: the nights of this very commit were green, one after the other. */
import type { Docket } from '../docket/docket.js';
import type { CheckOf } from '../policy/checks.js';
import { NIGHTS_FILE } from '../readings/track-files.js';
import type { CheckFinding, NextAction } from '../verdict/criterion-finding.js';
import { finding, reason } from './finding.js';

/** Evaluates RC-A5: the latest nights of this very commit were green, one after the other. */
export function trendConsecutive(check: CheckOf<'trend.consecutive'>, docket: Docket): CheckFinding {
  const next: NextAction = { owner: 'ci', command: 'npx gate rc --profile nightly', takesMs: null };
  const limit = `${check.count} nights in a row`;
  const { nights } = docket.track;
  const { gitCommit } = docket.collection.state.candidate;
  const unread = nights?.ok === false ? `: ${nights.problem}` : '';
  if (nights === null || !nights.ok) {
    const because = `there is no readable record of nights at ${NIGHTS_FILE}${unread}`;
    const missing = reason('TREND_MISSING', { because, measured: 'no record', limit, evidence: null, next });
    return finding(check, { measured: 'no record', limit, reasons: [missing] });
  }
  const own = nights.value.filter((night) => night.gitCommit === gitCommit);
  const lastBad = own.findLastIndex(({ verdict }) => verdict !== 'NIGHTLY_OK');
  const green = own.length - 1 - lastBad;
  const because = 'this commit has not been green for enough nights in a row';
  const measured = `${green} nights`;
  const reasons =
    green >= check.count
      ? []
      : [reason('TREND_NOT_GREEN', { because, measured, limit, evidence: null, next })];
  return finding(check, { measured, limit, reasons });
}
