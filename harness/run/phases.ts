/**
 * The phases of a run: safety (work and faults), heal, liveness (no faults, no new work; once drained, a little quiet),
 * and the end.
 * It starts everybody, waits until each phase is over, and sends everybody home. It judges nothing.
 */
import type { Call, Completion } from '../../gates/record/history.js';
import type { Recorder } from '../history/recorder.js';
import { Nemesis } from '../nemesis/nemesis.js';
import type { Plan } from '../scenario/plan.js';
import { plannedSkewMs } from '../scenario/planned-skew.js';
import { type Random, randomFrom } from '../sim/random.js';
import type { HarnessClock } from '../sut.js';
import { Board } from '../workload/board.js';
import { castOf, dealt } from '../workload/cast.js';
import { Client, live, type Surroundings } from '../workload/client.js';
import { Nursery } from '../workload/nursery.js';
import { Operator } from '../workload/operator.js';
import { Probe } from '../workload/probe.js';
import { Submitter } from '../workload/submitter.js';
import { Tally } from '../workload/tally.js';
import { Unanswered } from '../workload/unanswered.js';
import { watch } from '../workload/watchdog.js';
import { work } from '../workload/worker.js';
import type { Stage } from './warm-start.js';

/** A run as it goes on. */
export interface LiveView {
  readonly phase: () => 'safety' | 'liveness' | 'over';
  /** Calls so far by `op.type` (`complete.ok`), refusals by `op.code` (`claim.BUSY`), empty claims by `claim.null`. */
  readonly counts: () => Readonly<Record<string, number>>;
  /** Tasks submitted, and those of them certainly not settled. */
  readonly tasks: () => { readonly known: number; readonly open: number };
  readonly historyLines: () => number;
  /** Processes behind the actors that are up; empty when they have none of their own. */
  readonly pids: () => readonly number[];
}

export interface PhasesTerms {
  readonly plan: Plan;
  readonly clock: HarnessClock;
  readonly stage: Stage;
  readonly recorder: Recorder;
  readonly signal: AbortSignal | undefined;
}

/** A call without an answer is given up after this long, beside the longest planned fault. */
const PATIENCE_MS = 10_000;

export class Phases {
  readonly live: LiveView;
  readonly #terms: PhasesTerms;
  readonly #startedAt: number;
  readonly #random: Random;
  readonly #nursery = new Nursery();
  readonly #over = new AbortController();
  readonly #board = new Board();
  readonly #tally = new Tally();
  readonly #nemesis: Nemesis;
  readonly #probe: Probe;
  readonly #clients: Client[] = [];
  readonly #submitters: Submitter[] = [];
  readonly #operators: Operator[] = [];
  #phase: 'safety' | 'liveness' | 'over' = 'safety';

  constructor(terms: PhasesTerms) {
    const { plan, clock, recorder } = terms;
    this.#terms = terms;
    this.#startedAt = clock.now();
    this.#random = randomFrom(plan.seed);
    this.#nemesis = new Nemesis({
      ...terms,
      faults: plan.faults,
      startedAt: this.#startedAt,
      random: this.#random.fork('nemesis'),
      nursery: this.#nursery,
      retryMs: plan.knobs.pollMs,
    });
    const client = this.#client('probe');
    this.#probe = new Probe({ client, board: this.#board, recorder, quietMs: plan.knobs.leaseMs });
    this.live = this.#view();
  }

  /** Plays the plan to its end. @throws when the harness or an adapter breaks */
  async play(): Promise<void> {
    const stop = () => this.#over.abort();
    this.#terms.signal?.addEventListener('abort', stop, { once: true });
    if (this.#terms.signal?.aborted) stop();
    try {
      this.#start();
      const phases = this.#throughPhases();
      this.#nursery.start(phases);
      await Promise.race([phases, this.#nursery.failure]);
    } finally {
      this.#terms.signal?.removeEventListener('abort', stop);
      this.#dismissAll();
    }
    await Promise.race([this.#nursery.emptied(), this.#nursery.failure]);
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  #start(): void {
    const { plan } = this.#terms;
    const cast = castOf(plan.actors);
    const tasks = dealt(byInstant(plan.tasks), cast.submitters.length);
    const operations = dealt(byInstant(plan.operations), cast.operators.length);
    for (const [index, name] of cast.submitters.entries()) this.#startSubmitter(name, tasks[index] ?? []);
    for (const name of cast.workers) this.#startWorker(name);
    for (const name of cast.watchdogs) {
      this.#startProgram(name, (client) => watch(client, { sweepMs: plan.knobs.sweepMs }));
    }
    for (const [index, name] of cast.operators.entries()) this.#startOperator(name, operations[index] ?? []);
    this.#nemesis.start(this.#clients.filter(({ name }) => name !== 'probe'));
    this.#nursery.start(this.#giveUpOnSilence());
  }

  #startSubmitter(name: string, tasks: Plan['tasks']): void {
    const longestWaitMs = this.#terms.plan.knobs.pollMs;
    const injected = this.#nemesis.injected.bind(this.#nemesis);
    const submitter = new Submitter({ tasks, startedAt: this.#startedAt, longestWaitMs, injected });
    this.#submitters.push(submitter);
    this.#startProgram(name, submitter.run);
  }

  #startOperator(name: string, operations: Plan['operations']): void {
    const longestWaitMs = this.#terms.plan.knobs.pollMs;
    const operator = new Operator({ operations, startedAt: this.#startedAt, longestWaitMs });
    this.#operators.push(operator);
    this.#startProgram(name, operator.run);
  }

  #startWorker(name: string): void {
    const { knobs, tasks, actors } = this.#terms.plan;
    const terms = {
      knobs,
      name: actors.workerName ?? name,
      ...(actors.polling && { polling: actors.polling }),
      behaviours: behavioursOf(tasks),
      unanswered: new Unanswered(),
      injected: this.#nemesis.injected.bind(this.#nemesis),
      die: (client: Client, id: string) => this.#nemesis.kill(client, { id, forMs: knobs.pollMs }),
    };
    this.#startProgram(name, (client) => work(client, terms));
  }

  #startProgram(name: string, program: (client: Client) => Promise<void>): void {
    const client = this.#client(name);
    this.#nursery.start(live(client, program, { pauseMs: this.#terms.plan.knobs.pollMs }));
  }

  #client(name: string): Client {
    const { clock, recorder, stage } = this.#terms;
    const witness: Surroundings['witness'] = {
      before: (client, call) => this.#nemesis.before(client, call),
      meets: (client, call) => this.#nemesis.meets(client, call),
      after: (client, call, reply) => this.#nemesis.after(client, call, reply),
      losesReplyTo: (client) => this.#nemesis.losesReplyTo(client),
      completed: (call, completion) => this.#completed(call, completion),
    };
    const client = new Client(name, { clock, recorder, stage, witness });
    this.#clients.push(client);
    return client;
  }

  #completed(call: Call, completion: Completion): void {
    this.#tally.observe(call, completion);
    this.#board.observe(call, completion, this.#terms.recorder.lines);
  }

  async #throughPhases(): Promise<void> {
    const { plan, clock, recorder } = this.#terms;
    /** What a clock that was ahead promised comes later by as much. */
    const drainMs = plan.knobs.drainMs + plannedSkewMs(plan.faults);
    const everythingIsOut = this.#startedAt + lastPlannedAt(plan) + drainMs;
    await this.#until(() => this.#isSafetyOver(), everythingIsOut);
    await this.#nemesis.makePeace();
    recorder.note('nemesis', { type: 'mark', mark: 'heal' });
    this.#phase = 'liveness';
    const drained = await this.#until(() => this.#isDrained(), clock.now() + drainMs);
    if (!drained) return;
    recorder.note('nemesis', { type: 'mark', mark: 'drained' });
    await this.#wait(quietMs(plan));
  }

  /** All work is handed in and every fault has struck; or nothing is left that a fault could still meet. */
  async #isSafetyOver(): Promise<boolean> {
    if (!this.#isEverythingHandedIn()) return false;
    return this.#nemesis.isSpent || (this.#nemesis.waitsForCallsOnly && (await this.#probe.isDrained()));
  }

  async #isDrained(): Promise<boolean> {
    return this.#isEverythingHandedIn() && (await this.#probe.isDrained());
  }

  #isEverythingHandedIn(): boolean {
    return [...this.#submitters, ...this.#operators].every(({ isFinished }) => isFinished);
  }

  /** Looks every poll interval; false when `deadline` (ms since the epoch) passes or the run is called off. */
  async #until(isOver: () => Promise<boolean>, deadline: number): Promise<boolean> {
    while (!this.#over.signal.aborted) {
      if (await isOver()) return true;
      const leftMs = deadline - this.#terms.clock.now();
      if (leftMs <= 0) return false;
      await this.#wait(Math.min(leftMs, this.#terms.plan.knobs.pollMs));
    }
    return false;
  }

  async #giveUpOnSilence(): Promise<void> {
    const { faults } = this.#terms.plan;
    const patienceMs = PATIENCE_MS + Math.max(0, ...faults.map(({ forMs }) => forMs));
    while (!this.#over.signal.aborted) {
      await this.#wait(patienceMs / 4);
      for (const client of this.#clients) client.giveUpAfter(patienceMs);
    }
  }

  async #wait(ms: number): Promise<void> {
    const { signal } = this.#over;
    try {
      await this.#terms.clock.sleep(ms, signal);
    } catch (error) {
      if (error !== signal.reason) throw error;
    }
  }

  #dismissAll(): void {
    this.#phase = 'over';
    this.#over.abort();
    for (const client of this.#clients) client.dismiss();
  }

  #view(): LiveView {
    return {
      phase: () => this.#phase,
      counts: () => this.#tally.snapshot(),
      tasks: () => ({ known: this.#board.known, open: this.#board.open }),
      historyLines: () => this.#terms.recorder.lines,
      pids: () => this.#clients.flatMap(({ pid }) => pid ?? []),
    };
  }
}

function byInstant<Item extends { readonly at: number }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => a.at - b.at);
}

/** How long it listens to a drained system: each watchdog sweeps once, and each worker asks. */
function quietMs({ knobs }: Plan): number {
  return knobs.sweepMs + knobs.pollMs;
}

function lastPlannedAt({ tasks, operations, faults }: Plan): number {
  const ends = faults.map(({ anchor, forMs }) => ('at' in anchor ? anchor.at : 0) + forMs);
  return [...tasks, ...operations].reduce((latest, { at }) => Math.max(latest, at), Math.max(0, ...ends));
}

/** The first plan of an id counts: a second submission of it is a duplicate and creates nothing. */
function behavioursOf(tasks: Plan['tasks']): ReadonlyMap<string, Plan['tasks'][number]['runs']> {
  return new Map(tasks.toReversed().map(({ submit, runs }) => [submit.id, runs]));
}
