/**
 * Players of jobs, each a process of its own, so that a search uses every core. A player that dies takes its job down
 * with it and nothing else: the job is told as broken, and another player takes its place.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { brokenJob, type Job, type JobResult } from './job.js';

export interface Crew {
  /** How many jobs are played at the same time. */
  readonly size: number;
  /** Plays a job as soon as a player is free. */
  play(job: Job): Promise<JobResult>;
  /** Ends every player and resolves when all are gone. */
  end(): Promise<void>;
}

interface Player {
  readonly child: ChildProcess;
  current: { readonly job: Job; readonly done: (result: JobResult) => void } | null;
}

/** Players are processes of the program, which must serve jobs as `serveJobs` does; they start when work comes in. */
export function hireCrew(terms: { readonly program: string; readonly size: number }): Crew {
  return new ProcessCrew(terms);
}

/** MB for objects that die young, as nearly all of a run do; the engine's own 16 cost a search a tenth of its time. */
const ROOM_FOR_THE_SHORT_LIVED = '--max-semi-space-size=64';

/** Invariant: a player has at most one job; no job is given to two players. */
class ProcessCrew implements Crew {
  readonly size: number;
  readonly #program: string;
  readonly #players = new Set<Player>();
  readonly #waiting: { readonly job: Job; readonly done: (result: JobResult) => void }[] = [];

  constructor({ program, size }: { readonly program: string; readonly size: number }) {
    this.#program = program;
    this.size = size;
  }

  play(job: Job): Promise<JobResult> {
    return new Promise((done) => {
      this.#waiting.push({ job, done });
      this.#deal();
    });
  }

  async end(): Promise<void> {
    const gone = [...this.#players].map(({ child }) => once(child, 'exit'));
    for (const { child } of this.#players) child.disconnect();
    await Promise.all(gone);
  }

  #deal(): void {
    while (this.#waiting.length > 0) {
      const player = this.#freePlayer();
      const next = player === null ? undefined : this.#waiting.shift();
      if (player === null || next === undefined) return;
      player.current = next;
      player.child.send(next.job);
    }
  }

  #freePlayer(): Player | null {
    for (const player of this.#players) if (player.current === null) return player;
    return this.#players.size < this.size ? this.#hire() : null;
  }

  #hire(): Player {
    const child = fork(this.#program, [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [...process.execArgv, ROOM_FOR_THE_SHORT_LIVED],
    });
    const player: Player = { child, current: null };
    this.#players.add(player);
    child.on('message', (result) => this.#finish(player, result as JobResult));
    child.once('exit', (code, signal) => this.#lose(player, signal ?? `exit ${code}`));
    return player;
  }

  #finish(player: Player, result: JobResult): void {
    player.current?.done(result);
    player.current = null;
    this.#deal();
  }

  #lose(player: Player, how: string): void {
    this.#players.delete(player);
    player.current?.done(brokenJob(player.current.job, `its process ended early: ${how}`));
    this.#deal();
  }
}
