/** One run to be played by somebody, as data that passes between processes; and what came of it. */
import type { FaultKind } from '../../gates/record/history.js';
import type { CoverageMark } from '../outcome/coverage.js';
import type { OutcomeKind } from '../outcome/outcome.js';
import type { Backend } from '../scenario/plan.js';

export interface Job {
  /** Full id of the scenario the plan comes from. */
  readonly scenario: string;
  readonly seed: number;
  /** `planned`: the scenario's plan and guards; `swarm`: a swarm of it, looked at by every checker. */
  readonly faults: 'planned' | 'swarm';
  /** The planted bug, by name, or null for the system as it is. */
  readonly mutant: string | null;
  /** How it is simulated; absent: atomic. */
  readonly backend?: Backend;
  /** Where a failing run is left, or null to leave none. */
  readonly keep: Keep | null;
  /** `twice` compares the histories of two runs, byte for byte. */
  readonly times: 'once' | 'twice';
}

export interface Keep {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** What becomes of a run that lies there: the usual folder is the command's own, one that was named is a person's. */
  readonly earlier: 'replaced' | 'left';
}

export interface Violation {
  readonly invariant: string;
  readonly name: string;
  readonly because: string;
}

export interface JobResult {
  readonly job: Job;
  /** `broken`: the harness itself gave way; the problem says how. */
  readonly outcome: OutcomeKind | 'broken';
  readonly violations: readonly Violation[];
  readonly problems: readonly string[];
  /** Chances each invariant had, by its id. */
  readonly exposures: Readonly<Record<string, number>>;
  readonly marks: Readonly<Partial<Record<CoverageMark, number>>>;
  /** Faults that really struck, by kind. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** The ways tasks went through their lives, each once. */
  readonly lives: readonly string[];
  readonly simulatedMs: number;
  /** Digest of the history, or null where there is none. */
  readonly sha256: string | null;
  /** Wall clock, for this job. */
  readonly tookMs: number;
  /** Where the failing run lies, or null. */
  readonly files: string | null;
  /** Why it lies nowhere although it was to be kept. */
  readonly unkept?: string;
}

/** Whether something was found: the system, its determinism or the harness failed. Too little exposure is no find. */
export function isFind({ outcome }: Pick<JobResult, 'outcome'>): boolean {
  return ['violated', 'nondeterministic', 'invalid', 'broken'].includes(outcome);
}

/** The order of results: by seed, then by scenario. */
export function byPlace({ job: one }: JobResult, { job: other }: JobResult): number {
  return one.seed - other.seed || one.scenario.localeCompare(other.scenario, 'en');
}

/** The result of a job that could not be played to its end. */
export function brokenJob(job: Job, problem: string): JobResult {
  return {
    job,
    outcome: 'broken',
    violations: [],
    problems: [problem],
    exposures: {},
    marks: {},
    faults: {},
    lives: [],
    simulatedMs: 0,
    sha256: null,
    tookMs: 0,
    files: null,
  };
}
