/**
 * The seam between the harness and any system: a system under test boots, opens actors, and answers calls.
 * Nothing here knows about core; an adapter is the only thing that does.
 */
import type { Call, Completion, FinalState, HistoryHeader, Knobs, RunMode } from '../gates/record/history.js';
import type { OwnPrograms } from './workload/own/programs.js';

/** What a system tells of itself over the protocol. */
export const TOLD_CAPABILITIES = [
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
  /** The clock it reads for one actor can be set wrong. */
  'clock-faults',
  'store-faults',
] as const;

export const CAPABILITIES = [
  ...TOLD_CAPABILITIES,
  /** It brings a worker and a watchdog of its own, which can live as actors in place of the harness's. */
  'own-programs',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** What the harness needs to know about time; `now` in ms since the epoch, lengths in ms. */
export interface HarnessClock {
  now(): number;
  /** Resolves after `ms`; rejects with `signal.reason` when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a call meets on its way, as a system with the capability `store-faults` can stage it. */
export interface Trouble {
  /** The store may not grow beyond the size it has. */
  readonly storeFull?: true;
  /** From this statement of the call on, from 1, reading and writing fail; at the commit when there are fewer. */
  readonly ioErrorAt?: number;
  /** A commit takes so long, ms, and holds the store's write lock as long. */
  readonly commitMs?: number;
  /** The actor dies just before this statement, from 1, of the call; before the commit when there are fewer. */
  readonly diesAt?: number;
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
  /** SHA-256 of the programs it was built from, with the harness around it; absent where nobody can tell. */
  readonly build?: string;
  readonly mode: RunMode;
  /** How it is simulated, when it is not the usual way. */
  readonly backend?: NonNullable<HistoryHeader['backend']>;
  readonly capabilities: ReadonlySet<Capability>;
  /** A fresh, empty, independent system on every call. */
  boot(terms: BootTerms): Promise<SutHandle>;
}

/** The system did not let itself be read back once everything was quiet: its own failure, not the harness's. */
export class SystemUnread extends Error {
  readonly call: Call;
  readonly completion: Exclude<Completion, { readonly type: 'ok' }>;

  constructor(call: Call, completion: Exclude<Completion, { readonly type: 'ok' }>) {
    const { code, says = '' } = completion;
    super(`expected to read ${call.op} back once everything was quiet, got ${code}${says && `: ${says}`}`);
    this.name = 'SystemUnread';
    this.call = call;
    this.completion = completion;
  }
}

/** What a person looks into when a run has failed. */
export interface Traces {
  /** The files that hold the store, as absolute paths; not each of them need be there. */
  readonly storeFiles: readonly string[];
  /** The end of what each actor wrote to stderr, by the actor's name. */
  readonly stderr: ReadonlyMap<string, string>;
}

export interface SutHandle {
  /** Opening an actor must not change the system's logical state. */
  openActor(id: string): Promise<SutActor>;
  /** Holds the store's write lock until the answer is called; safe to call the answer twice. */
  lockStore(): Promise<() => Promise<void>>;
  /** What the system itself believes, read once everything is quiet. @throws SystemUnread when it does not answer */
  readBack(): Promise<FinalState>;
  /** The store's own integrity findings, empty when there are none; null where nobody can look. */
  integrity(): Promise<readonly string[] | null>;
  /** The worker and the watchdog of a system with the capability `own-programs`; absent: it brings none. */
  programs?(): Promise<OwnPrograms>;
  /** Ends every process and removes nothing but what `boot` made. Safe to call twice. */
  shutdown(): Promise<void>;
  /** What is left once it was shut down; null where it leaves nothing. */
  traces(): Traces | null;
}

/** What an actor works under: nothing of it shows in the answers themselves. */
export interface Conditions {
  /** How long a stretch of time around a call lasts that usually lasts `ms`. */
  readonly stretch: (ms: number) => number;
  /** What the clock the system reads for the actor shows at the instant `now`, both in ms since the epoch. */
  readonly shows: (now: number) => number;
}

/** Nothing is wrong with the actor. */
export const USUAL: Conditions = { stretch: (ms) => ms, shows: (now) => now };

/** The longest stretch of time on either side of a call, ms, as long as nothing is wrong with the actor. */
export const USUAL_LATENCY_MS = 5;

export interface SutActor {
  /** The process behind this actor, or null when it has none of its own. */
  readonly pid: number | null;
  /**
   * Never throws for a system's refusal or silence; both are completions. An actor that died as `trouble` asked for
   * completes as `info` CRASH that says nothing.
   */
  invoke(call: Call, trouble?: Trouble | null): Promise<Completion>;
  /** SIGKILL, or its like: a call in flight completes as `info` CRASH, and the actor is dead. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT, or their like. */
  pause(): void;
  resume(): void;
  /** From now on, until it is told otherwise. A system without `clock-faults` keeps the right time. */
  workUnder(conditions: Conditions): void;
  /** Ends in good order. */
  close(): Promise<void>;
}
