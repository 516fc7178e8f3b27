/**
 * Knows every process that a real run started, and ends each of them by its own id: in good order, on an interrupt,
 * on a crash of the harness, and, with the help of a keeper, even when the harness itself is killed.
 * Each leads a process group of its own, and what is done to it is done to the group: behind a wrapper, a pause or a
 * kill would otherwise be felt by the wrapper only. It must never signal a group that it did not start.
 */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { startKeeper } from './keeper.js';

export interface Launch {
  /** The program, then its arguments; no shell reads them. */
  readonly command: readonly [string, ...string[]];
  /** Added to the environment of the harness; undefined takes a variable away. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** A started process: talk on stdin, listen on stdout and stderr. */
export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Reads `+ pid` and `- pid`; at the end of its input it ends the groups that are left. SIGCONT comes first because a
 * stopped process cannot notice that its own input has ended.
 */
const KEEPER = `
live=' '
while read -r sign pid; do
  case $sign in
    +) live="$live$pid " ;;
    -) live="\${live%% $pid *} \${live#* $pid }" ;;
  esac
done
for pid in $live; do kill -CONT "-$pid"; kill -KILL "-$pid"; done 2>/dev/null
`;

export class Supervisor {
  readonly #live = new Map<number, Child>();
  #keeper: Writable | null = null;

  /** Starts a process. A program that cannot be started answers with an `error` event, as node does. */
  start(launch: Launch): Child {
    this.#watch();
    const [program, ...args] = launch.command;
    const child = spawn(program, args, {
      env: { ...process.env, ...launch.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
    });
    const pid = child.pid;
    if (pid === undefined) return child;
    this.#live.set(pid, child);
    this.#tellKeeper('+', pid);
    child.once('exit', () => {
      // An actor is over when its leader is: what it started and left behind would go on working unseen.
      signalGroup(pid, 'SIGKILL');
      this.#live.delete(pid);
      this.#tellKeeper('-', pid);
    });
    return child;
  }

  /** Sends a signal to a process that was started here, and to its children; false when it has ended already. */
  signal(pid: number, signal: NodeJS.Signals): boolean {
    return this.#live.has(pid) && signalGroup(pid, signal);
  }

  /** Ids of the processes that have not ended. */
  get pids(): readonly number[] {
    return [...this.#live.keys()];
  }

  /** Kills every process and resolves when all are gone. Safe to call twice. */
  async end(): Promise<void> {
    const gone = [...this.#live.values()].map(ended);
    this.#killAll();
    await Promise.all(gone);
    this.#unwatch();
  }

  #killAll(): void {
    for (const pid of this.#live.keys()) {
      signalGroup(pid, 'SIGCONT');
      signalGroup(pid, 'SIGKILL');
    }
  }

  #tellKeeper(sign: '+' | '-', pid: number): void {
    this.#keeper?.write(`${sign} ${pid}\n`);
  }

  #watch(): void {
    if (this.#keeper !== null) return;
    this.#keeper = startKeeper(KEEPER);
    process.on('exit', this.#onExit);
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
  }

  #unwatch(): void {
    this.#keeper?.end();
    this.#keeper = null;
    process.off('exit', this.#onExit);
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
  }

  readonly #onExit = (): void => this.#killAll();

  /**
   * Ends what was started, then ends as the signal would have ended it: 128 + its number. Whoever else listens for the
   * signal wants to end in good order, and calls `end` on the way.
   */
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    this.#killAll();
    process.stderr.write(
      `interrupted by ${signal}: every process that was started is ended; there is no result\n`,
    );
    process.exit(128 + constants.signals[signal]);
  };
}

/** Signals the group that `pid` leads, or led; false when nobody of it is left. */
function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Resolves when the process has ended, at once when it has already. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await once(child, 'exit');
}
