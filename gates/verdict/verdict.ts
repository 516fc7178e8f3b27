/**
 * The verdict: the gate's whole answer for one candidate, as data. `verdict.json` is this value and every rendering is
 * a pure function of it; none computes anything.
 */
import type { Candidate, EvidenceKind, TimeMode } from '../record/record.js';
import type { CriterionFinding, FindingStatus, NextAction } from './criterion-finding.js';
import type {
  E2eFinding,
  IntegrityLedger,
  ProofFinding,
  ScenarioFinding,
  SoakFinding,
  SuiteFinding,
} from './evidence-findings.js';

/** One item of evidence the policy asks for, and what became of it. */
export interface EvidenceItem {
  readonly kind: EvidenceKind;
  readonly name: string;
  readonly mode: TimeMode;
  readonly state: 'valid' | 'missing' | 'invalid';
  /** Attempts in the ledger for this candidate, and how many of them did not pass or never ended. */
  readonly attempts: number;
  readonly failedAttempts: number;
  readonly record: string | null;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  /** SHA-256 over the packages it ran with; null where there is no record, or nobody looked. */
  readonly packagesSha256: string | null;
  readonly problem: string | null;
  readonly next: NextAction;
}

export type VerdictName =
  | 'PASS'
  | 'PASS_WITH_WAIVERS'
  | 'QUICK_OK'
  | 'QUICK_OK (uncommitted)'
  | 'NIGHTLY_OK'
  | 'FIXTURE_OK'
  | 'FAIL';

export interface Verdict {
  readonly schema: 'rc-gate/verdict/v1';
  readonly verdict: VerdictName;
  readonly exitCode: number;
  readonly failKind: FindingStatus | null;
  readonly profile: string;
  readonly candidate: Candidate;
  /** Instant of judgement, ms since the epoch: `--now`, else the newest evidence, so judging again gives the same. */
  readonly judgedAt: number;
  readonly policy: {
    readonly id: string;
    readonly version: string;
    readonly sha256: string;
    readonly expires: string;
  };
  readonly criteria: readonly CriterionFinding[];
  readonly evidence: readonly EvidenceItem[];
  readonly suites: readonly SuiteFinding[];
  readonly e2e: readonly E2eFinding[];
  readonly scenarios: readonly ScenarioFinding[];
  /** Null where the profile asks for no proof, or none can be read. */
  readonly proof: ProofFinding | null;
  readonly soaks: readonly SoakFinding[];
  readonly integrity: IntegrityLedger;
  readonly guardrail: { readonly hardExceeds: number; readonly blocked: number; readonly afterBlock: number };
  /** What this verdict does not say, one sentence each. */
  readonly limitations: readonly string[];
  readonly manifest: { readonly files: number; readonly bytes: number; readonly sha256: string };
}
