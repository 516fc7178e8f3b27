/**
 * One criterion of a verdict in plain text: what was measured, against which limit, on what exposure, from which file,
 * and what to type next. Pure; it computes nothing.
 */
import type { CheckFinding, CriterionFinding, EvidenceRef, Reason } from '../verdict/criterion-finding.js';

/** Explains what a criterion came to under a profile. */
export function explain(criterion: CriterionFinding, profile: string): string {
  const status = criterion.status ?? `not asked for by profile ${profile}`;
  return [
    `${criterion.id}  ${status}  ${criterion.title.en} (${criterion.title.ko})`,
    `owner ${criterion.owner}, ${criterion.blocking ? 'blocking' : 'advisory'}`,
    ...criterion.checks.flatMap((check) => ['', ...checkText(check)]),
  ].join('\n');
}

function checkText(check: CheckFinding): readonly string[] {
  return [
    `  ${check.id} (${check.kind})  ${check.status}`,
    `    measured  ${check.measured}`,
    `    limit     ${check.limit}`,
    ...Object.entries(check.exposure).map(
      ([name, { had, needed }]) => `    exposure  ${name}: ${had}, needs ${needed}`,
    ),
    ...check.evidence.map((ref) => `    evidence  ${refText(ref)}`),
    ...check.reasons.flatMap(reasonText),
  ];
}

function reasonText({ code, because, measured, limit, evidence, next }: Reason): readonly string[] {
  return [
    `    ${code}  ${because}`,
    `      measured  ${measured}`,
    `      limit     ${limit}`,
    ...(evidence === null ? [] : [`      where     ${refText(evidence)}`]),
    `      next      ${next.owner}: ${next.command}`,
  ];
}

function refText({ path, at, sha256 }: EvidenceRef): string {
  const digest = sha256 === '' ? '' : `  sha256 ${sha256.slice(0, 12)}`;
  return `${path}${at === null ? '' : `, ${at}`}${digest}`;
}
