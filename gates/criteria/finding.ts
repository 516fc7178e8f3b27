/**
 * How a check becomes a finding. Its status is the worst of its reasons' codes, so that no evaluator can say one thing
 * and mean another; without a reason it passes, and passing needs figures to show.
 */

import type { Docket } from '../docket/docket.js';
import { itemId, nextFor, type PlanItem } from '../plan/plan.js';
import type { ReasonCode } from '../verdict/codes.js';
import { STATUS_OF } from '../verdict/codes.js';
import type { CheckFinding, EvidenceRef, NextAction, Reason } from '../verdict/criterion-finding.js';
import { worst } from '../verdict/decide.js';
import { reasonOf, spoils } from '../verdict/problem.js';

export interface FindingParts {
  readonly measured: string;
  readonly limit: string;
  readonly exposure?: CheckFinding['exposure'];
  readonly evidence?: readonly EvidenceRef[];
  readonly reasons: readonly Reason[];
}

/** Builds the finding of a check. */
export function finding(
  check: { readonly id: string; readonly kind: string },
  { measured, limit, exposure = {}, evidence = [], reasons }: FindingParts,
): CheckFinding {
  const status = worst(reasons.map(({ code }) => STATUS_OF[code as ReasonCode]));
  return { id: check.id, kind: check.kind, status, measured, limit, exposure, evidence, reasons };
}

/** A reason with a checked code. */
export function reason(code: ReasonCode, parts: Omit<Reason, 'code'>): Reason {
  return { code, ...parts };
}

type Need = Pick<PlanItem, 'kind' | 'name' | 'mode'>;

/** An item of evidence as a check finds it: usable, or the reasons why not. */
export interface Found {
  readonly id: string;
  readonly item: PlanItem;
  readonly next: NextAction;
  readonly record: EvidenceRef | null;
  /** Why it cannot be used; empty when it can. */
  readonly reasons: readonly Reason[];
}

/** Looks an item up. `absentCode` names its absence in the words of the criterion that misses it. */
export function lookUp(docket: Docket, need: Need, absentCode: ReasonCode = 'EVIDENCE_MISSING'): Found {
  const id = itemId(need);
  const collected = docket.items.get(id);
  if (collected === undefined) throw new Error(`the plan of ${docket.profileName} has no item ${id}`);
  const next = nextFor(collected.item);
  const reasons = collected.problems
    .filter(spoils)
    .map((problem) =>
      reasonOf(
        collected.record === null && problem.code === 'EVIDENCE_MISSING'
          ? { ...problem, code: absentCode }
          : problem,
        next,
      ),
    );
  const path = collected.attempt === null ? null : `${collected.attempt}/record.json`;
  const sha256 = path === null ? undefined : docket.collection.state.digests.get(path)?.sha256;
  const record = path === null || sha256 === undefined ? null : { path, at: null, sha256 };
  return { id, item: collected.item, next, record, reasons };
}

/** What an exposure minimum comes to in a profile. */
export function scaled(minimum: number, { profile }: Docket): number {
  return Math.ceil(minimum * profile.exposureScale);
}

/** Reasons for exposures below their minimum. */
export function exposureReasons(
  exposure: CheckFinding['exposure'],
  {
    what,
    next,
    evidence,
  }: { readonly what: string; readonly next: NextAction; readonly evidence: EvidenceRef | null },
): readonly Reason[] {
  return Object.entries(exposure)
    .filter(([, { had, needed }]) => had < needed)
    .map(([name, { had, needed }]) =>
      reason('EXPOSURE_LOW', {
        because: `${what} had too few chances to fail: ${name}`,
        measured: String(had),
        limit: `at least ${needed}`,
        evidence,
        next,
      }),
    );
}
