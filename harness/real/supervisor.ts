/**
 * Knows every process that a real run started, and ends each of them by its own id: in good order, on an interrupt,
 * on a crash of the harness, and, with the help of a keeper, even when the harness itself is killed.
 * It must never signal a process that it did not start, nor one that has ended.
 */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';

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
 * Reads `+ pid` and `- pid`; at the end of its input it ends what is left. SIGCONT comes first because a stopped
 * process cannot notice that its own input has ended.
 */
const KEEPER = `
live=' '
while read -r sign pid; do
  case $sign in
    +) live="$live$pid " ;;
    -) live="\${live%% $pid *} \${live#* $pid }" ;;
  esac
done
for pid in $live; do kill -CONT "$pid"; kill -KILL "$pid"; done 2>/dev/null
`;

export class Supervisor {
  readonly #live = new Map<number, Child>();
  #keeper: ChildProcessByStdio<Writable, null, null> | null = null;

  /** Starts a process. A program that cannot be started answers with an `error` event, as node does. */
  start(launch: Launch): Child {
    this.#watch();
    const [program, ...args] = launch.command;
    const child = spawn(program, args, {
      env: { ...process.env, ...launch.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
    });
    const pid = child.pid;
    if (pid === undefined) return child;
    this.#live.set(pid, child);
    this.#tellKeeper('+', pid);
    child.once('exit', () => {
      this.#live.delete(pid);
      this.#tellKeeper('-', pid);
    });
    return child;
  }

  /** Sends a signal to a process that was started here; false when it has ended already. */
  signal(pid: number, signal: NodeJS.Signals): boolean {
    return this.#live.get(pid)?.kill(signal) ?? false;
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
    for (const child of this.#live.values()) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
  }

  #tellKeeper(sign: '+' | '-', pid: number): void {
    this.#keeper?.stdin.write(`${sign} ${pid}\n`);
  }

  /** The keeper lives in a session of its own, so that an interrupt from the terminal spares it. */
  #watch(): void {
    if (this.#keeper !== null) return;
    const keeper = spawn('/bin/sh', ['-c', KEEPER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    // A keeper that is gone cannot be told anything; the other ways of ending processes still stand.
    keeper.stdin.on('error', () => undefined);
    // Neither the keeper nor the pipe to it may keep a finished harness alive.
    if (keeper.stdin instanceof Socket) keeper.stdin.unref();
    keeper.unref();
    this.#keeper = keeper;
    process.on('exit', this.#onExit);
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
  }

  #unwatch(): void {
    this.#keeper?.stdin.end();
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
    process.exit(128 + constants.signals[signal]);
  };
}

/** Resolves when the process has ended, at once when it has already. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await once(child, 'exit');
}
