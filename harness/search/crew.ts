/**
 * Players of jobs, each a process of its own, so that a search uses every core. A player that dies takes its job down
 * with it and nothing else: the job is told as broken, and another player takes its place.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { wallClock } from '../real/wall-clock.js';
import { brokenJob, type Job, type JobResult } from './job.js';

export interface Crew {
  /** How many jobs are played at the same time. */
  readonly size: number;
  /** Plays a job as soon as a player is free. */
  play(job: Job): Promise<JobResult>;
  /** Ends every player and resolves when all are gone. */
  end(): Promise<void>;
}

export interface CrewTerms {
  /** Serves jobs as `serveJobs` does. */
  readonly program: string;
  readonly size: number;
  /** How long a job may take before its player is ended, ms; absent: five minutes. */
  readonly patienceMs?: number;
}

interface Player {
  readonly child: ChildProcess;
  /** Why the crew itself has ended it, or null. */
  endedBecause: string | null;
  current: {
    readonly job: Job;
    readonly done: (result: JobResult) => void;
    /** Aborted when the job has ended. */
    readonly waiting: AbortController;
  } | null;
}

/** Players are processes of the program; they start when work comes in. */
export function hireCrew(terms: CrewTerms): Crew {
  return new ProcessCrew(terms);
}

/** MB for objects that die young, as nearly all of a run do; the engine's own 16 cost a search a tenth of its time. */
const ROOM_FOR_THE_SHORT_LIVED = '--max-semi-space-size=64';

/** The longest jobs take some seconds; what takes this long stands still, as a loop that no virtual time ends does. */
const PATIENCE_MS = 300_000;

const clock = wallClock();

/** Invariant: a player has at most one job; no job is given to two players. */
class ProcessCrew implements Crew {
  readonly size: number;
  readonly #program: string;
  readonly #patienceMs: number;
  readonly #players = new Set<Player>();
  readonly #waiting: { readonly job: Job; readonly done: (result: JobResult) => void }[] = [];

  constructor({ program, size, patienceMs = PATIENCE_MS }: CrewTerms) {
    this.#program = program;
    this.#patienceMs = patienceMs;
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
      const waiting = new AbortController();
      player.current = { ...next, waiting };
      clock.sleep(this.#patienceMs, waiting.signal).then(
        () => this.#endOverdue(player),
        () => undefined,
      );
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
    const player: Player = { child, endedBecause: null, current: null };
    this.#players.add(player);
    child.on('message', (result) => this.#finish(player, result as JobResult));
    child.once('exit', (code, signal) => this.#lose(player, signal ?? `exit ${code}`));
    return player;
  }

  #finish(player: Player, result: JobResult): void {
    this.#answer(player, () => result);
    this.#deal();
  }

  #endOverdue(player: Player): void {
    player.endedBecause = `it had not ended after ${this.#patienceMs / 1000} s, and was ended`;
    player.child.kill('SIGKILL');
  }

  #lose(player: Player, how: string): void {
    this.#players.delete(player);
    const because = player.endedBecause ?? `its process ended early: ${how}`;
    this.#answer(player, (job) => brokenJob(job, because));
    this.#deal();
  }

  #answer(player: Player, resultOf: (job: Job) => JobResult): void {
    if (player.current === null) return;
    const { job, done, waiting } = player.current;
    waiting.abort();
    player.current = null;
    done(resultOf(job));
  }
}
