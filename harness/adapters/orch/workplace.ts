/** Where an actor's calls are carried out: the one thing in which the backends of simulation differ. */
import type { Store } from '../../../core/index.js';
import type { Call, Completion, Knobs } from '../../../gates/record/history.js';
import type { SimulatedClock } from '../../sim/virtual-clock.js';
import type { Conditions, Trouble } from '../../sut.js';
import type { Mutant } from './mutants/mutant.js';

/** What a call goes through. */
export interface CallPassage {
  /** What is wrong with the store; null when nothing. */
  readonly trouble: Trouble | null;
  /** Lets virtual time go by, ms; meanwhile the actor may be held, or killed and its workplace closed. */
  readonly pass: (ms: number) => Promise<void>;
}

/** The calls of one actor. */
export interface Workplace {
  /** Carries a call out. An actor that died of its trouble completes as `info` CRASH. */
  perform(call: Call, passage: CallPassage): Promise<Completion>;
  /** Closes the store at once, in the middle of a call too: what is not committed never happens. */
  close(): Promise<void>;
}

/** The workplaces of one system, around one file. */
export interface Workplaces {
  /** Opens the store for the harness itself. */
  openStore(actor: string): Promise<Store>;
  /** Takes the write lock in the name of somebody else; answers how to let it go. @throws Busy when it is taken */
  lock(): () => void;
  open(actor: string, shows: Conditions['shows']): Promise<Workplace>;
  /** Leaves nothing behind that it made; safe to call twice. */
  end(): Promise<void>;
}

export interface WorkplacesTerms {
  readonly home: string;
  readonly seed: number;
  readonly clock: SimulatedClock;
  readonly knobs: Knobs;
  readonly mutant: Mutant | null;
  /** How every actor commits; absent: every other one in groups, where the way to simulate knows groups. */
  readonly commits?: 'each';
}

/** A way to simulate. */
export interface WayToSimulate {
  /** As the header of a history names it; absent: atomic. */
  readonly backend?: 'interleaved';
  prepare(terms: WorkplacesTerms): Promise<Workplaces>;
}
