/**
 * The table of criteria: every check with what it measured, on what exposure, from which evidence, and every
 * reason in full.
 */
import type { CheckFinding, CriterionFinding, Reason } from '../../verdict/criterion-finding.js';
import type { Verdict } from '../../verdict/verdict.js';
import { number } from '../figures.js';
import { lookOfStatus } from '../status-look.js';
import { citationView } from './citation.js';
import { cut, cutText } from './cut.js';
import { nextView } from './first-screen.js';

const REFERENCES_FIRST = 2;
const REFERENCES_MOST = 20;
const REASONS_MOST = 25;

export function criteriaView({ criteria }: Verdict) {
  return criteria.map((criterion) => ({
    id: criterion.id,
    title: criterion.title,
    owner: criterion.owner,
    force: criterion.blocking ? 'blocking' : 'advisory',
    look: lookOfStatus(criterion.status),
    checks: criterion.checks.map(checkView),
    silent: silence(criterion),
  }));
}

/** What a criterion without checks says in their place. */
function silence({ checks, status }: CriterionFinding): string | null {
  if (checks.length > 0) return null;
  return status === null ? 'This profile does not ask for it.' : 'The judge ran no check.';
}

function checkView(check: CheckFinding) {
  const references = check.evidence.map(citationView);
  const reasons = cut(check.reasons, REASONS_MOST);
  return {
    id: check.id,
    kind: check.kind,
    look: lookOfStatus(check.status),
    measured: cutText(check.measured, 600),
    limit: cutText(check.limit, 600),
    exposure: Object.entries(check.exposure).map(([name, { had, needed }]) => ({
      name,
      figures: `${number(had)} of ${number(needed)}`,
      enough: had >= needed ? 'enough' : 'short',
    })),
    references: references.slice(0, REFERENCES_FIRST),
    more: cut(references.slice(REFERENCES_FIRST), REFERENCES_MOST),
    reasons: reasons.shown.map(reasonView),
    reasonsLeft: reasons.left,
  };
}

function reasonView(reason: Reason) {
  return {
    code: reason.code,
    because: cutText(reason.because, 600),
    measured: cutText(reason.measured, 600),
    limit: cutText(reason.limit, 600),
    evidence: reason.evidence === null ? null : citationView(reason.evidence),
    next: nextView(reason.next),
  };
}
