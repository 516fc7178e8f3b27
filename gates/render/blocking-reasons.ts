/**
 * The reasons that block, worst first, as every rendering shows them. Orders and groups what the judge said;
 * decides nothing.
 */
import type { CheckFinding, CriterionFinding, FindingStatus, Reason } from '../verdict/criterion-finding.js';
import type { Verdict } from '../verdict/verdict.js';

export interface BlockingReason {
  readonly criterion: CriterionFinding;
  readonly status: FindingStatus;
  readonly reason: Reason;
}

/** Several reasons that one next action settles; the first one speaks for them. */
export interface BlockingGroup {
  readonly first: BlockingReason;
  /** Every reason of the group, `first` included. */
  readonly reasons: readonly BlockingReason[];
  /** Ids of the criteria it blocks, in order of appearance. */
  readonly criteria: readonly string[];
}

/** The order of the exit codes: what cannot be trusted, what broke, what is absent, what is unclear. */
const WORST_FIRST: readonly FindingStatus[] = ['INVALID', 'FAIL', 'MISSING', 'INCONCLUSIVE'];

/** True for a status that blocks when its criterion is a blocking one. */
function blocks(status: FindingStatus | null): status is FindingStatus {
  return status !== null && WORST_FIRST.includes(status);
}

/** Criteria the profile asks for that can block, and how many do. */
export function blockingCount(verdict: Verdict): { readonly asked: number; readonly blocked: number } {
  const asked = verdict.criteria.filter((criterion) => criterion.blocking && criterion.status !== null);
  return { asked: asked.length, blocked: asked.filter(({ status }) => blocks(status)).length };
}

/** Every reason of every criterion that blocks, worst first, else in the order of the policy. */
export function blockingReasons(verdict: Verdict): readonly BlockingReason[] {
  const reasons = verdict.criteria
    .filter((criterion) => criterion.blocking && blocks(criterion.status))
    .flatMap((criterion) => reasonsOf(criterion, verdict.profile));
  return WORST_FIRST.flatMap((status) => reasons.filter((reason) => reason.status === status));
}

/** The reasons grouped by the command that settles them, so that one run is asked for once. */
export function blockingGroups(verdict: Verdict): readonly BlockingGroup[] {
  const byAction = new Map<string, [BlockingReason, ...BlockingReason[]]>();
  for (const reason of blockingReasons(verdict)) {
    const action = JSON.stringify([reason.reason.next.owner, reason.reason.next.command]);
    const group = byAction.get(action);
    if (group === undefined) byAction.set(action, [reason]);
    else group.push(reason);
  }
  return [...byAction.values()].map((reasons) => ({
    first: reasons[0],
    reasons,
    criteria: [...new Set(reasons.map(({ criterion }) => criterion.id))],
  }));
}

function reasonsOf(criterion: CriterionFinding, profile: string): readonly BlockingReason[] {
  const found = criterion.checks
    .filter((check): check is CheckFinding => blocks(check.status))
    .flatMap((check) => check.reasons.map((reason) => ({ criterion, status: check.status, reason })));
  const status = criterion.status ?? 'MISSING';
  return found.length > 0 ? found : [{ criterion, status, reason: unexplained(criterion, profile) }];
}

/** A criterion that blocks without a reason is a fault of the judge; it is shown rather than hidden. */
function unexplained(criterion: CriterionFinding, profile: string): Reason {
  return {
    code: 'NO_REASON',
    because: `${criterion.title.en}: ${criterion.status}, and the judge gave no reason. This is a fault of the gate.`,
    measured: 'not given',
    limit: 'not given',
    evidence: null,
    next: { owner: criterion.owner, command: `npx gate rc --profile ${profile}`, takesMs: null },
  };
}
