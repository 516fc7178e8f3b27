/**
 * What a criterion of the policy came to: its checks, and for each that did not pass the reasons, with figures, place
 * and what to type next.
 */

/** Worst last; `worst` in decide.ts orders them. */
export type FindingStatus = 'PASS' | 'WAIVED' | 'INCONCLUSIVE' | 'MISSING' | 'FAIL' | 'INVALID';

/** Where a figure comes from: a file below the candidate's folder, and a line or JSON pointer in it. */
export interface EvidenceRef {
  readonly path: string;
  readonly at: string | null;
  readonly sha256: string;
}

/** Why a check did not pass: a stable code, the figures, where, and what to type next. */
export interface Reason {
  readonly code: string;
  /** One sentence a release manager understands. */
  readonly because: string;
  readonly measured: string;
  readonly limit: string;
  readonly evidence: EvidenceRef | null;
  readonly next: NextAction;
}

export interface NextAction {
  readonly owner: string;
  readonly command: string;
  /** How long it takes, ms; null when nobody knows. */
  readonly takesMs: number | null;
}

/** One check of a criterion, with what it measured on what exposure. */
export interface CheckFinding {
  readonly id: string;
  readonly kind: string;
  readonly status: FindingStatus;
  readonly measured: string;
  readonly limit: string;
  /** Chances it had to fail, by name: what there was, and what the policy asks (scaled for the profile). */
  readonly exposure: Readonly<Record<string, { readonly had: number; readonly needed: number }>>;
  readonly evidence: readonly EvidenceRef[];
  readonly reasons: readonly Reason[];
}

export interface CriterionFinding {
  readonly id: string;
  readonly title: { readonly en: string; readonly ko: string };
  readonly owner: string;
  readonly blocking: boolean;
  /** Null when the profile does not ask for this criterion. */
  readonly status: FindingStatus | null;
  readonly checks: readonly CheckFinding[];
}
