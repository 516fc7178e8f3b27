/**
 * Takes tasks and works on them as their plan says: heartbeats while the service time passes, reports, settles.
 * It stops a task as soon as the system says the lease is gone, and lives on after every refusal.
 */
import type { Call, ClaimAnswer, FaultKind, InjectedFault, Knobs } from '../../gates/record/history.js';
import type { Actors, PlannedTask, RunBehaviour } from '../scenario/plan.js';
import type { Answered, Client } from './client.js';
import { mayPass, persist } from './persist.js';
import { reportText } from './report-text.js';
import type { Settlement, Unanswered } from './unanswered.js';

export interface WorkerTerms {
  /** The name it claims under. A name proves nothing, so several workers may share one. */
  readonly name: string;
  readonly knobs: Knobs;
  readonly polling?: Actors['polling'];
  readonly behaviours: ReadonlyMap<string, PlannedTask['runs']>;
  /** Outlives incarnations. */
  readonly unanswered: Unanswered;
  readonly injected: (fault: InjectedFault) => void;
  /** Kills this client's process, as a run with outcome `die` asks for. */
  readonly die: (client: Client, faultId: string) => Promise<void>;
}

/** Claims and works until its incarnation ends. */
export async function work(client: Client, terms: WorkerTerms): Promise<void> {
  const { leaseMs, pollMs } = terms.knobs;
  const claim: Call = { op: 'claim', args: { worker: terms.name, leaseMs } };
  const left = terms.unanswered.take();
  if (left !== null) await settle(client, left, terms);
  for (;;) {
    const answer = await persist(client, claim, { longestWaitMs: pollMs });
    const claimed = answer.type === 'ok' ? (answer.value as ClaimAnswer | null) : null;
    if (claimed === null) await client.sleep(untilNextPoll(client, terms));
    else await new OneRun(client, claimed, terms).play();
  }
}

/** Settles until it is answered for certain, or its lease is over. */
function settle(
  client: Client,
  settlement: Settlement,
  { knobs, unanswered }: WorkerTerms,
): Promise<Answered> {
  const longestWaitMs = knobs.heartbeatMs;
  return unanswered.settle(settlement, ({ call, until }) => persist(client, call, { longestWaitMs, until }));
}

function untilNextPoll(client: Client, { knobs, polling }: WorkerTerms): number {
  return polling === 'in-step' ? knobs.pollMs - (client.now() % knobs.pollMs) : knobs.pollMs;
}

/** A run of a task nobody planned: over at once. Whether it should exist is for the checkers to say. */
const unplanned: RunBehaviour = { serviceMs: 0, outcome: 'done', tokens: null };

class OneRun {
  readonly #client: Client;
  readonly #claimed: ClaimAnswer;
  readonly #terms: WorkerTerms;
  readonly #behaviour: RunBehaviour;
  #leaseUntil: number;

  constructor(client: Client, claimed: ClaimAnswer, terms: WorkerTerms) {
    this.#client = client;
    this.#claimed = claimed;
    this.#terms = terms;
    this.#behaviour = behaviourOf(claimed, terms);
    this.#leaseUntil = claimed.leaseUntil;
  }

  /** The handler's effect is over before the run is settled: only then may another run of the task begin. */
  async play(): Promise<void> {
    this.#note('run-start');
    const held = await this.#serve();
    if (held && this.#behaviour.outcome === 'die') {
      return this.#terms.die(this.#client, `die:${this.#client.id}:${this.#runName}`);
    }
    const mayGoOn = held && (await this.#report());
    this.#note('run-end');
    if (mayGoOn) await this.#settle();
  }

  /** Lets the service time pass. False when the lease is gone. */
  async #serve(): Promise<boolean> {
    let leftMs = this.#behaviour.serviceMs;
    while (leftMs > 0) {
      const stepMs = Math.min(leftMs, this.#terms.knobs.heartbeatMs);
      await this.#client.sleep(stepMs);
      leftMs -= stepMs;
      if (leftMs > 0 && !(await this.#heartbeat())) return false;
    }
    return true;
  }

  async #heartbeat(): Promise<boolean> {
    const args = { ...this.#proof, leaseMs: this.#terms.knobs.leaseMs };
    const answer = await this.#persist({ op: 'heartbeat', args });
    if (answer.type === 'ok') {
      this.#leaseUntil = (answer.value as { readonly leaseUntil: number }).leaseUntil;
      return true;
    }
    return mayPass(answer);
  }

  /** False when the system blocks the task or the lease is gone. */
  async #report(): Promise<boolean> {
    const { tokens, outcome } = this.#behaviour;
    if (tokens === null) return true;
    const text = reportText(this.#claimed.task, outcome === 'done' ? 'DONE' : 'FAILED');
    const answer = await this.#persist({ op: 'report', args: { ...this.#proof, tokens, text } });
    if (answer.type === 'fail') return false;
    if (tokens > this.#terms.knobs.hardTokens) this.#injected('budget-exceed');
    return (answer.value as { readonly action: string }).action !== 'BLOCK';
  }

  async #settle(): Promise<void> {
    const { outcome } = this.#behaviour;
    if (outcome === 'transient' || outcome === 'permanent') {
      const error = `planned ${outcome} error`;
      const answer = await this.#conclude({ op: 'fail', args: { ...this.#proof, error, class: outcome } });
      if (answer.type === 'ok') this.#injected(`${outcome}-error`);
      return;
    }
    await this.#conclude({ op: 'complete', args: { ...this.#proof, notes: `done by ${this.#client.id}` } });
  }

  #conclude(call: Call): Promise<Answered> {
    return settle(this.#client, { call, until: this.#leaseUntil }, this.#terms);
  }

  #persist(call: Call): Promise<Answered> {
    const longestWaitMs = this.#terms.knobs.heartbeatMs;
    return persist(this.#client, call, { longestWaitMs, until: this.#leaseUntil });
  }

  get #proof(): { readonly worker: string; readonly task: string; readonly fence: number } {
    return { worker: this.#terms.name, task: this.#claimed.task, fence: this.#claimed.fence };
  }

  get #runName(): string {
    return `${this.#claimed.task}/${this.#claimed.run}`;
  }

  #note(type: 'run-start' | 'run-end'): void {
    const { task, fence, idempotencyKey } = this.#claimed;
    this.#client.note({ type, task, fence, key: idempotencyKey ?? null });
  }

  #injected(kind: FaultKind): void {
    this.#terms.injected({ id: `${kind}:${this.#runName}`, kind, target: this.#claimed.task });
  }
}

/** How the plan has the run of a claim go. */
export function behaviourOf(claimed: ClaimAnswer, terms: WorkerTerms): RunBehaviour {
  const runs = terms.behaviours.get(claimed.task);
  return runs?.[claimed.run - 1] ?? runs?.at(-1) ?? unplanned;
}
