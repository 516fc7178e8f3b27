/**
 * What the judge recomputed of each piece of evidence, as the report draws it. Nothing of it decides: what it was
 * decided on stands in the findings of the criteria.
 */
import type { TimeMode } from '../record/record.js';

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
  /** Every bug planted in the checkers, and the history by hand that catches it, or null. */
  readonly checkers: readonly {
    readonly name: string;
    readonly says: string;
    readonly caughtBy: string | null;
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
