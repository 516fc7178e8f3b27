/**
 * What the programs put together for the harness's commands: the scenarios and the systems, which the harness itself
 * must not know.
 */
import type { OpenAttempt } from '../gates/record/attempt.js';
import type { E2e, Program } from './e2e/e2e.js';
import type { Backend } from './scenario/plan.js';
import type { Scenario } from './scenario/scenario.js';
import type { SystemUnderTest } from './sut.js';

export interface Composition {
  readonly projectRoot: string;
  /** How evidence is left for a candidate. */
  readonly openAttempt: OpenAttempt;
  readonly scenarios: readonly Scenario[];
  /** The planted bugs our own system can be played with. */
  readonly mutants: readonly PlantedBug[];
  /** The built program that plays jobs for a crew. */
  readonly player: string;
  readonly e2e: readonly E2e[];
  /** The built programs of the product, by the word a person types. */
  readonly programs: Readonly<Record<Program, string>>;
  readonly systems: {
    readonly simulated: (terms: SystemTerms) => SystemUnderTest;
    readonly real: (terms: SystemTerms) => SystemUnderTest;
    /** Any system behind a command line that speaks the protocol. */
    readonly stdio: (command: string) => Promise<SystemUnderTest>;
  };
}

export interface SystemTerms {
  /** The planted bug, by name; absent for the system as it is. */
  readonly mutant?: string;
  /** How it is simulated; absent: atomic. Real runs know one way only. */
  readonly backend?: Backend;
  /** How its actors commit in simulation; absent: every other one in groups. Real runs know that way only. */
  readonly commits?: 'each';
}

export interface PlantedBug {
  readonly name: string;
  /** The invariant that must accuse it: `INV-01`; or `nondeterministic`, for one that a second run betrays. */
  readonly breaks: string;
  /** What it does wrong, in a sentence. */
  readonly says: string;
  /** The one backend of simulation on which it can be seen; absent: any. */
  readonly onlyOn?: 'interleaved';
}
