/**
 * The programs that a system brings itself, living as actors of a run in place of the harness's: what they ask of the
 * system goes through their actor's client, so it is written down, and struck, as every other call is.
 */
import type { Call, ClaimAnswer, Knobs, WorkOutcome } from '../../../gates/record/history.js';
import type { Answered } from '../client.js';

/** One life of an actor, as a program sees it. All of it rejects with `IncarnationEnded` once it is over. */
export interface Life {
  /** Refusals are answers. Of several calls at once, one is sent after the other. */
  call(call: Call): Promise<Answered>;
  /** Ends early with `signal.reason` when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** What the actor's clock shows, ms since the epoch; it may be off. */
  now(): number;
  /** Ms since an origin; never off. */
  elapsed(): number;
}

/** What the work of a claim came to, to be reported and settled. */
export interface Performed {
  readonly outcome: Exclude<WorkOutcome, 'stopped'>;
  readonly report: { readonly tokens: number; readonly text: string } | null;
}

export interface OwnWork {
  /** The name it claims under. */
  readonly name: string;
  readonly knobs: Knobs;
  /**
   * Does the work of a claim as its plan says. @throws `signal.reason` when aborted, the work then being over;
   * IncarnationEnded when the work kills its worker
   */
  perform(claimed: ClaimAnswer, signal: AbortSignal): Promise<Performed>;
}

/** Each goes on until its life is over. */
export interface OwnPrograms {
  work(life: Life, terms: OwnWork): Promise<void>;
  watch(life: Life, terms: Pick<Knobs, 'sweepMs'>): Promise<void>;
}
