/**
 * What an end-to-end scenario is: a story told with the built programs, in processes of their own, on a real file.
 * Data and one function; the stage it plays on belongs to whoever runs it.
 */
import type { FinalState, TaskRow } from '../../gates/record/history.js';
import type { Ran } from './command.js';

export interface E2e {
  readonly id: `E2E-${string}`;
  readonly category: 'normal' | 'failure-recovery' | 'watchdog' | 'operator';
  /** One sentence for the report. */
  readonly says: string;
  /** Settings of the product for this story, as variables of the environment. */
  readonly settings: Readonly<Record<string, string>>;
  readonly run: (stage: Stage) => Promise<void>;
}

/** The programs of the product, by the word a person types. */
export type Program = 'orch' | 'ops';

/** Where a story plays: a fresh folder, the programs, and a record of everything that was typed. */
export interface Stage {
  /** Names what follows, for the record. */
  step(says: string): void;
  /** Puts a file into the folder. */
  write(name: string, text: string): Promise<void>;
  /** Copies a file of the project into the folder under the same name. */
  take(name: string): Promise<void>;
  /** Reads a file of the folder; null when there is none. */
  read(name: string): Promise<string | null>;
  /** Types a command and waits for its end. Fails the story unless it ends with one of `exitCodes` (0 unless given). */
  type(
    program: Program,
    args: readonly string[],
    expected?: { readonly exitCodes: readonly number[] },
  ): Promise<Ran>;
  /** Starts a program that keeps running. */
  start(program: Program, args: readonly string[]): Running;
  /** Waits until the condition holds. Fails the story when it does not within the time. */
  until(says: string, condition: () => Promise<boolean>, withinMs?: number): Promise<void>;
  /** Fails the story unless both are the same. */
  expect(says: string, values: { readonly found: unknown; readonly wanted: unknown }): void;
  /** Whether a process of that id is alive. */
  isRunning(pid: number): boolean;
  /** Every task as the product lists it. */
  tasks(): Promise<readonly TaskRow[]>;
  /** What the store holds, tasks and events, read through the product's own commands. */
  state(): Promise<FinalState>;
}

/** A program in the background. */
export interface Running {
  readonly pid: number;
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Resolves when it has ended by itself or by a signal. */
  readonly ended: Promise<Ran>;
}
