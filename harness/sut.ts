/**
 * The seam between the harness and any system: a system under test boots, opens actors, and answers calls.
 * Nothing here knows about core; an adapter is the only thing that does.
 */
import type { Call, Completion, FinalState, Knobs, RunMode } from '../gates/record/history.js';

export const CAPABILITIES = [
  'lease',
  'fencing',
  'idempotency',
  'retry',
  'backoff',
  'budget',
  'events',
  'operator',
  'virtual-time',
  'multi-process',
  'sqlite-file',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** What the harness needs to know about time; `now` in ms since the epoch, lengths in ms. */
export interface HarnessClock {
  now(): number;
  /** Resolves after `ms`; rejects with `signal.reason` when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface BootTerms {
  /** An empty folder that is the system's home. */
  readonly home: string;
  readonly seed: number;
  readonly clock: HarnessClock;
  readonly knobs: Knobs;
}

export interface SystemUnderTest {
  readonly name: string;
  readonly version: string;
  readonly mode: RunMode;
  readonly capabilities: ReadonlySet<Capability>;
  /** A fresh, empty, independent system on every call. */
  boot(terms: BootTerms): Promise<SutHandle>;
}

export interface SutHandle {
  /** Opening an actor must not change the system's logical state. */
  openActor(id: string): Promise<SutActor>;
  /** Holds the store's write lock until the answer is called; safe to call the answer twice. */
  lockStore(): Promise<() => Promise<void>>;
  /** What the system itself believes, read once everything is quiet. */
  readBack(): Promise<FinalState>;
  /** The store's own integrity findings, empty when there are none; null where nobody can look. */
  integrity(): Promise<readonly string[] | null>;
  /** Ends every process and removes nothing but what `boot` made. Safe to call twice. */
  shutdown(): Promise<void>;
}

export interface SutActor {
  /** The process behind this actor, or null when it has none of its own. */
  readonly pid: number | null;
  /** Never throws for a system's refusal or silence; both are completions. */
  invoke(call: Call): Promise<Completion>;
  /** SIGKILL, or its like: a call in flight completes as `info` CRASH, and the actor is dead. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT, or their like. */
  pause(): void;
  resume(): void;
  /** Ends in good order. */
  close(): Promise<void>;
}
