/**
 * Who takes part in a run: everybody its plan names, and the nemesis. Each goes through its program by itself; the crew
 * starts them, knows whether all work was handed in, and sends them home.
 */
import type { Call, Completion } from '../../gates/record/history.js';
import type { Recorder } from '../history/recorder.js';
import { Nemesis } from '../nemesis/nemesis.js';
import type { Plan } from '../scenario/plan.js';
import { randomFrom } from '../sim/random.js';
import type { HarnessClock } from '../sut.js';
import { castOf, dealt } from '../workload/cast.js';
import { Client, type Surroundings } from '../workload/client.js';
import { live } from '../workload/incarnation.js';
import type { Nursery } from '../workload/nursery.js';
import { Operator } from '../workload/operator.js';
import { ownLife } from '../workload/own/life.js';
import { workAsOwn } from '../workload/own/worker.js';
import { Submitter } from '../workload/submitter.js';
import { Unanswered } from '../workload/unanswered.js';
import { watch } from '../workload/watchdog.js';
import { work } from '../workload/worker.js';
import type { Stage } from './warm-start.js';

export interface CrewTerms {
  readonly plan: Plan;
  readonly clock: HarnessClock;
  readonly stage: Stage;
  readonly recorder: Recorder;
  /** Instant of `at` 0. */
  readonly startedAt: number;
  readonly nursery: Nursery;
  /** Hears of each call that came back, or never will. */
  readonly completed: (call: Call, completion: Completion) => void;
}

export class Crew {
  readonly nemesis: Nemesis;
  readonly #terms: CrewTerms;
  readonly #clients: Client[] = [];
  readonly #submitters: Submitter[] = [];
  readonly #operators: Operator[] = [];

  constructor(terms: CrewTerms) {
    const { faults, seed, knobs } = terms.plan;
    this.#terms = terms;
    const random = randomFrom(seed).fork('nemesis');
    this.nemesis = new Nemesis({ ...terms, faults, random, retryMs: knobs.pollMs });
  }

  /** Somebody who only looks on, and whom no fault hits. */
  onlooker(name: string): Client {
    return this.#client(name);
  }

  start(): void {
    const { plan } = this.#terms;
    const cast = castOf(plan.actors);
    const tasks = dealt(byInstant(plan.tasks), cast.submitters.length);
    const operations = dealt(byInstant(plan.operations), cast.operators.length);
    this.nemesis.start([
      ...cast.submitters.map((name, index) => this.#startSubmitter(name, tasks[index] ?? [])),
      ...cast.workers.map((name) => this.#startWorker(name)),
      ...cast.watchdogs.map((name) => this.#startWatchdog(name)),
      ...cast.operators.map((name, index) => this.#startOperator(name, operations[index] ?? [])),
    ]);
  }

  get isEverythingHandedIn(): boolean {
    return [...this.#submitters, ...this.#operators].every(({ isFinished }) => isFinished);
  }

  get pids(): readonly number[] {
    return this.#clients.flatMap(({ pid }) => pid ?? []);
  }

  /** Gives up on every call that has been open for `ms` or longer. */
  giveUpAfter(ms: number): void {
    for (const client of this.#clients) client.giveUpAfter(ms);
  }

  dismiss(): void {
    for (const client of this.#clients) client.dismiss();
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
  }

  #startSubmitter(name: string, tasks: Plan['tasks']): Client {
    const { startedAt, plan } = this.#terms;
    const injected = this.nemesis.injected.bind(this.nemesis);
    const submitter = new Submitter({ tasks, startedAt, longestWaitMs: plan.knobs.pollMs, injected });
    this.#submitters.push(submitter);
    return this.#startProgram(name, submitter.run);
  }

  #startOperator(name: string, operations: Plan['operations']): Client {
    const { startedAt, plan } = this.#terms;
    const operator = new Operator({ operations, startedAt, longestWaitMs: plan.knobs.pollMs });
    this.#operators.push(operator);
    return this.#startProgram(name, operator.run);
  }

  #startWatchdog(name: string): Client {
    const { sweepMs } = this.#terms.plan.knobs;
    const { programs } = this.#terms.stage;
    return this.#startProgram(name, (client) =>
      programs === null ? watch(client, { sweepMs }) : programs.watch(ownLife(client), { sweepMs }),
    );
  }

  #startWorker(name: string): Client {
    const { knobs, tasks, actors } = this.#terms.plan;
    const terms = {
      knobs,
      name: actors.workerName ?? name,
      ...(actors.polling && { polling: actors.polling }),
      behaviours: behavioursOf(tasks),
      unanswered: new Unanswered(),
      injected: this.nemesis.injected.bind(this.nemesis),
      die: (client: Client, id: string) => this.nemesis.kill(client, { id, forMs: knobs.pollMs }),
    };
    const { programs } = this.#terms.stage;
    return this.#startProgram(name, (client) =>
      programs === null ? work(client, terms) : workAsOwn(client, programs, terms),
    );
  }

  #startProgram(name: string, program: (client: Client) => Promise<void>): Client {
    const client = this.#client(name);
    this.#terms.nursery.start(live(client, program, { pauseMs: this.#terms.plan.knobs.pollMs }));
    return client;
  }

  #client(name: string): Client {
    const { clock, recorder, stage, completed } = this.#terms;
    const witness: Surroundings['witness'] = {
      before: (client, call) => this.nemesis.before(client, call),
      meets: (client, call) => this.nemesis.meets(client, call),
      after: (client, call, reply) => this.nemesis.after(client, call, reply),
      losesReplyTo: (client) => this.nemesis.losesReplyTo(client),
      completed,
    };
    const client = new Client(name, { clock, recorder, stage, witness });
    this.#clients.push(client);
    return client;
  }
}

function byInstant<Item extends { readonly at: number }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => a.at - b.at);
}

/** The first plan of an id counts: a second submission of it is a duplicate and creates nothing. */
function behavioursOf(tasks: Plan['tasks']): ReadonlyMap<string, Plan['tasks'][number]['runs']> {
  return new Map(tasks.toReversed().map(({ submit, runs }) => [submit.id, runs]));
}
