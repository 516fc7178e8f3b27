/**
 * From findings to a verdict. Worst wins; there are no scores and no weights, so nothing can be averaged away.
 * Pure, and the only place that names a verdict or an exit code.
 */
import type { CriterionFinding, FindingStatus } from './criterion-finding.js';
import type { VerdictName } from './verdict.js';

/** From best to worst. */
const ORDER: readonly FindingStatus[] = ['PASS', 'WAIVED', 'INCONCLUSIVE', 'MISSING', 'FAIL', 'INVALID'];

/** The worst of some statuses; `PASS` of none is for callers that checked there is one. */
export function worst(statuses: readonly FindingStatus[]): FindingStatus {
  return statuses.reduce<FindingStatus>(
    (worse, status) => (ORDER.indexOf(status) > ORDER.indexOf(worse) ? status : worse),
    'PASS',
  );
}

/** What a profile calls success, and what kind of tree it judged. */
export interface DecisionTerms {
  readonly verdictName: 'PASS' | 'QUICK_OK' | 'NIGHTLY_OK';
  readonly tree: 'committed' | 'uncommitted';
}

export interface Decision {
  readonly verdict: VerdictName;
  readonly exitCode: number;
  readonly failKind: FindingStatus | null;
}

/** Exit codes by the kind of failure, in the order in which they win. */
const EXITS: readonly (readonly [FindingStatus, number])[] = [
  ['INVALID', 3],
  ['FAIL', 1],
  ['MISSING', 2],
  ['INCONCLUSIVE', 4],
];

/** Decides. Criteria that are advisory or not asked for (`status` null) take no part. */
export function decide(criteria: readonly CriterionFinding[], terms: DecisionTerms): Decision {
  const statuses = criteria.flatMap(({ blocking, status }) => (blocking && status !== null ? [status] : []));
  if (statuses.length === 0) return { verdict: 'FAIL', exitCode: 64, failKind: null };
  const blocked = EXITS.find(([status]) => statuses.includes(status));
  if (blocked !== undefined) return { verdict: 'FAIL', exitCode: blocked[1], failKind: blocked[0] };
  return { verdict: success(terms, worst(statuses)), exitCode: 0, failKind: null };
}

function success({ verdictName, tree }: DecisionTerms, status: FindingStatus): VerdictName {
  if (verdictName === 'PASS') return status === 'WAIVED' ? 'PASS_WITH_WAIVERS' : 'PASS';
  return verdictName === 'QUICK_OK' && tree === 'uncommitted' ? 'QUICK_OK (uncommitted)' : verdictName;
}
