/**
 * The verdict as JUnit XML, one test case a criterion, so that any CI shows it. Absent or untrusted evidence is an
 * error, not a skip, which most CI paints green. An advisory criterion never turns a build red: it is skipped,
 * with its status in words.
 */
import type { CriterionFinding, FindingStatus } from '../verdict/criterion-finding.js';
import type { Verdict } from '../verdict/verdict.js';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

const OUTCOMES: Readonly<Record<FindingStatus, Outcome>> = {
  PASS: 'passed',
  WAIVED: 'skipped',
  INCONCLUSIVE: 'error',
  MISSING: 'error',
  FAIL: 'failure',
  INVALID: 'error',
};

/** The whole document. */
export function junit(verdict: Verdict): string {
  const outcomes = verdict.criteria.map(outcomeOf);
  const count = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  const counts = `tests="${outcomes.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  const suite = `rc-gate ${verdict.profile}: ${verdict.verdict}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="rc-gate" ${counts} time="0">`,
    `  <testsuite name="${xml(suite)}" ${counts} time="0" timestamp="${new Date(verdict.judgedAt).toISOString()}">`,
    ...verdict.criteria.map((criterion) => testCase(criterion, verdict)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function outcomeOf({ status, blocking }: CriterionFinding): Outcome {
  if (status === null) return 'skipped';
  return blocking || status === 'PASS' ? OUTCOMES[status] : 'skipped';
}

function testCase(criterion: CriterionFinding, verdict: Verdict): string {
  const outcome = outcomeOf(criterion);
  const name = `${criterion.id} ${criterion.title.en}`;
  const open = `    <testcase classname="${xml(`rc-gate.${verdict.profile}`)}" name="${xml(name)}" time="0"`;
  if (outcome === 'passed') return `${open}/>`;
  const about = message(criterion, verdict.profile);
  if (outcome === 'skipped') return `${open}><skipped message="${xml(about)}"/></testcase>`;
  const type = codes(criterion)[0] ?? criterion.status ?? '';
  return `${open}><${outcome} type="${xml(type)}" message="${xml(about)}">${xml(details(criterion))}</${outcome}></testcase>`;
}

function message({ status, blocking, checks }: CriterionFinding, profile: string): string {
  if (status === null) return `profile ${profile} does not ask for it`;
  const first = checks.flatMap(({ reasons }) => reasons)[0];
  const why = first === undefined ? status : `${status}: ${first.because}`;
  return blocking ? why : `advisory, blocks nothing: ${why}`;
}

function codes({ checks }: CriterionFinding): readonly string[] {
  return checks.flatMap(({ reasons }) => reasons.map(({ code }) => code));
}

function details({ checks }: CriterionFinding): string {
  return checks
    .flatMap(({ reasons }) => reasons)
    .map(({ code, because, measured, limit, evidence, next }) =>
      [
        `${code}: ${because}`,
        `measured: ${measured}`,
        `limit: ${limit}`,
        `evidence: ${evidence === null ? 'none yet' : [evidence.path, evidence.at].filter(Boolean).join('#')}`,
        `next: ${next.owner}: ${next.command}`,
      ].join('\n'),
    )
    .join('\n\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Everything outside the characters XML 1.0 allows; no escape can carry these. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function xml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"'\n\t]/g, (sign) => ENTITIES[sign] ?? '');
}
