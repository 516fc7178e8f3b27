/**
 * A problem with evidence: a code, the figures and the place, before anybody knows which criterion it hits.
 * Pure data and two small builders.
 */
import { type ReasonCode, STATUS_OF } from './codes.js';
import type { EvidenceRef, NextAction, Reason } from './criterion-finding.js';

export interface Problem {
  readonly code: ReasonCode;
  readonly because: string;
  readonly measured: string;
  readonly limit: string;
  /** File below the candidate's folder with its digest, and the place in it. */
  readonly evidence: EvidenceRef | null;
}

/** Whether a problem leaves the evidence unusable, rather than being a finding about the system. */
export function spoils({ code }: Problem): boolean {
  const status = STATUS_OF[code];
  return status === 'INVALID' || status === 'MISSING';
}

/** The reason a problem is, for whoever has to act on it. */
export function reasonOf(problem: Problem, next: NextAction): Reason {
  const { code, because, measured, limit, evidence } = problem;
  return { code, because, measured, limit, evidence, next };
}
