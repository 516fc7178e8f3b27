/**
 * A command in a process group of its own that cannot outlive the process that started it. A launcher of one
 * line is run by `sh`; the command's words reach it as arguments and are never read as shell text. It starts a
 * guard in the group, then becomes the command. The guard waits on a pipe that only we hold: when we close it,
 * or die of whatever cause, it kills the whole group. `kill 0` is safe there because `detached` makes the group
 * new.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Clock, DurationMs } from '../time.js';
import type { Words } from './fill-words.js';
import { pause } from './pause.js';
import { unpassable } from './unpassable.js';

const guardPipe = 3;
const launcher =
  '(trap "" TERM INT HUP; (read -r _ <&3; kill -s KILL 0) >/dev/null 2>&1 </dev/null &); exec "$@" 3<&-';

/** How the command ended: an exit code, a signal, or why it never began. */
export type ProcessExit =
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'unstarted'; readonly error: Error }
  /** Its words are such that it never can. */
  | { readonly kind: 'unpassable'; readonly because: string };

export interface ProcessGroup {
  /** Resolves when the command has ended, its group is killed and its output is read. */
  readonly exit: Promise<ProcessExit>;
  /** Asks the group to end, and kills it after `grace` or once `hurry` is aborted. Resolves when it has ended. */
  terminate(grace: DurationMs, hurry: AbortSignal): Promise<void>;
}

export interface ProcessGroupTerms {
  readonly words: Words;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string;
  readonly clock: Clock;
  /** How long output may stay open, held by a process that left the group, after the group is dead. */
  readonly drainFor: DurationMs;
  readonly onOutput: (text: string) => void;
  readonly onErrorOutput: (text: string) => void;
}

/** Starts a command. @throws what `spawn` throws, but for words that cannot be passed */
export function startProcessGroup(terms: ProcessGroupTerms): ProcessGroup {
  try {
    return started(terms);
  } catch (error) {
    const because = unpassable(terms.words, error);
    if (because === null) throw error;
    return { exit: Promise.resolve({ kind: 'unpassable', because }), terminate: async () => undefined };
  }
}

function started(terms: ProcessGroupTerms): ProcessGroup {
  const child = spawn('/bin/sh', ['-c', launcher, 'sh', ...terms.words], {
    detached: true,
    env: terms.env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', terms.onOutput);
  child.stderr.setEncoding('utf8').on('data', terms.onErrorOutput);
  child.stdin.on('error', ignoreClosedPipe);
  child.stdin.end(terms.input);
  const exit = ended(child, terms);
  return {
    exit,
    async terminate(grace, hurry) {
      signalGroup(child, 'SIGTERM');
      const over = new AbortController();
      const exited = exit.finally(() => over.abort());
      await pause(terms.clock, grace, AbortSignal.any([over.signal, hurry]));
      closeGuardPipe(child);
      signalGroup(child, 'SIGKILL');
      await exited;
    },
  };
}

async function ended(child: ChildProcess, terms: ProcessGroupTerms): Promise<ProcessExit> {
  const closed = new AbortController();
  child.once('close', () => closed.abort());
  const exit = await new Promise<ProcessExit>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'unstarted', error }));
    child.once('exit', (code, signal) =>
      resolve(code === null ? { kind: 'signal', signal: signal ?? 'unknown' } : { kind: 'code', code }),
    );
  });
  closeGuardPipe(child);
  if (exit.kind !== 'unstarted') await pause(terms.clock, terms.drainFor, closed.signal);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return exit;
}

function closeGuardPipe(child: ChildProcess): void {
  (child.stdio[guardPipe] as Readable | null | undefined)?.destroy();
}

/** A group that has ended already needs no signal. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A command need not read its input. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error;
}
