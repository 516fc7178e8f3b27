/**
 * What a command sees of the machine, and what it answers with. Given by `bin`, so that a test can be the machine.
 */
import type { Command } from 'commander';
import type { Config, SettingOrigin } from '../config.js';
import type { Clock } from '../time.js';
import type { LongList } from './print-list.js';

/** The machine outside. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Of the package. */
  version(): string;
  readonly clock: Clock;
  /** Words that start this program again. */
  readonly self: readonly [string, ...string[]];
  newTraceId(): string;
  out(text: string): void;
  /** Settles once all of `out` was taken: null, or what stood in the way. A reader that closed early is no trouble. */
  printed(): Promise<string | null>;
  /** Settles once all of `out` so far was taken; false when nobody takes any more, whatever the reason. */
  taken(): Promise<boolean>;
  err(text: string): void;
  /** Aborted when the process is asked to stop, or nobody takes what it says; asking for it takes over the signals. */
  stopSignal(): AbortSignal;
  /** Aborted when it is asked again, later. */
  hurrySignal(): AbortSignal;
}

/** What a command has found or done. Text and JSON come from `value`, so they cannot disagree. */
export interface Answer<Value = unknown> {
  readonly value: Value;
  readonly text: string;
  /** 0 unless the answer is a problem that was found. */
  readonly exitCode?: number;
  /** The task it is about, for the run log. */
  readonly taskId?: string;
}

/** What one run of a command has at hand. */
export interface Context {
  readonly world: World;
  readonly config: Config;
  readonly origins: readonly SettingOrigin[];
  readonly traceId: string;
  /** Prints an answer at once: for commands that go on. */
  emit(answer: Answer): void;
  /** Prints a list that may be too long to be held; `PRINTED` is the answer afterwards. */
  emitList<Item>(list: LongList<Item>): Promise<void>;
  /** Prints a line of conversation on standard error. */
  notice(text: string): void;
}

/** A command's body. */
export type Action<Options> = (options: Options, context: Context) => Promise<Answer>;

/** Makes a body the action of a parsed command line. */
export type Bind = <Options>(action: Action<Options>) => (options: Options, command: Command) => void;

/** The answer of a command that has printed everything already. */
export const PRINTED: Answer = { value: undefined, text: '' };

/** An answer whose text is made from its value. */
export function answer<Value>(
  value: Value,
  text: (value: Value) => string,
  more: Pick<Answer, 'exitCode' | 'taskId'> = {},
): Answer<Value> {
  return { value, text: text(value), ...more };
}
