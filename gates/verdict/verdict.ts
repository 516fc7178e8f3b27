/**
 * The verdict: the gate's whole answer for one candidate, as data. `verdict.json` is this value and every rendering is
 * a pure function of it; none computes anything.
 */
import type { Candidate, EvidenceKind, TimeMode } from '../record/record.js';

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
  readonly problem: string | null;
  readonly next: NextAction;
}

/** What the judge recomputed for one failure scenario run; drawn in the report. */
export interface ScenarioFinding {
  readonly name: string;
  readonly mode: TimeMode;
  /** One for each run. */
  readonly seeds: readonly number[];
  readonly proven: boolean;
  readonly witness: string;
  readonly handling: string;
  readonly aftermath: string;
  readonly control: string;
  readonly replay: string;
  /** The accusation of the harness or the judge, when there is one. */
  readonly violation: Violation | null;
  /** The same for the control run: what caught the planted bug. */
  readonly controlViolation: Violation | null;
}

export interface Violation {
  readonly invariant: string;
  readonly because: string;
  /** The operations that collide, one line of plain text each, in order. */
  readonly operations: readonly string[];
}

/** Every planted bug, and what caught it; as the judge recomputed it from the lines of all runs. */
export interface ProofFinding {
  readonly mutants: readonly {
    readonly name: string;
    /** The invariant that must accuse it. */
    readonly breaks: string;
    readonly says: string;
    /** The first run in which that invariant accused it, or null. */
    readonly caughtBy: {
      readonly scenario: string;
      readonly faults: 'planned' | 'swarm';
      readonly seed: number;
      readonly because: string;
    } | null;
    /** Runs, different seeds and ms until then. */
    readonly runs: number;
    readonly seeds: number;
    readonly tookMs: number;
    /** Other invariants that accused it on the way. */
    readonly others: readonly string[];
  }[];
  /** The same plans without a bug. */
  readonly core: { readonly runs: number; readonly accused: number };
}

/** One soak run as the judge recomputed it from raw lines. */
export interface SoakFinding {
  readonly name: string;
  readonly mode: TimeMode;
  readonly creditedMs: number;
  readonly neededMs: number | null;
  readonly slis: readonly {
    readonly id: string;
    readonly label: string;
    readonly value: number | null;
    readonly unit: string;
    readonly op: string;
    readonly limit: number;
    readonly samples: number;
    readonly met: boolean | null;
  }[];
  readonly abortEpisodes: number;
  readonly arrivals: { readonly planned: number; readonly actual: number };
  /** Series for charts, at most 1,000 points each: [ms since start, value]. */
  readonly series: readonly {
    readonly id: string;
    readonly label: string;
    readonly unit: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
  readonly faults: readonly { readonly fromMs: number; readonly toMs: number; readonly kind: string }[];
}

export interface SuiteFinding {
  readonly name: string;
  readonly collected: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationMs: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

export interface E2eFinding {
  readonly id: string;
  readonly category: string;
  readonly says: string;
  readonly passed: boolean;
  readonly steps: readonly {
    readonly at: number;
    readonly command: string;
    readonly exitCode: number;
    readonly says: string;
  }[];
}

/** Conservation over every replayed history: enqueued = the sum of the states. */
export interface IntegrityLedger {
  readonly runs: number;
  readonly transitions: number;
  readonly enqueued: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly duplicateCompletions: number;
  readonly lostTasks: number;
  readonly illegalTransitions: number;
  readonly logMismatches: number;
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
