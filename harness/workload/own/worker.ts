/**
 * A worker of the system's own as an actor: the harness performs its runs as they are planned, and notes when they
 * begin and end and which of the planned errors came about.
 */
import type { Call, ClaimAnswer, WorkOutcome } from '../../../gates/record/history.js';
import type { RunBehaviour } from '../../scenario/plan.js';
import type { Answered, Client } from '../client.js';
import { IncarnationEnded } from '../incarnation.js';
import { reportText } from '../report-text.js';
import { behaviourOf, type WorkerTerms } from '../worker.js';
import { ownLife } from './life.js';
import type { OwnPrograms, Performed } from './programs.js';

/** Lives by the worker of `programs` until its incarnation ends. */
export async function workAsOwn(client: Client, programs: OwnPrograms, terms: WorkerTerms): Promise<void> {
  const { name, knobs } = terms;
  const runs = new PlannedRuns(client, terms);
  const life = ownLife(client, (call, answer) => runs.answered(call, answer));
  const perform = (claimed: ClaimAnswer, signal: AbortSignal) => runs.perform(claimed, signal);
  await programs.work(life, { name, knobs, perform });
}

interface PlannedRun {
  readonly claimed: ClaimAnswer;
  readonly behaviour: RunBehaviour;
}

class PlannedRuns {
  readonly #client: Client;
  readonly #terms: WorkerTerms;
  readonly #performed = new Map<string, PlannedRun>();

  constructor(client: Client, terms: WorkerTerms) {
    this.#client = client;
    this.#terms = terms;
  }

  async perform(claimed: ClaimAnswer, signal: AbortSignal): Promise<Performed> {
    const behaviour = behaviourOf(claimed, this.#terms);
    this.#performed.set(keyOf(claimed), { claimed, behaviour });
    this.#client.note({ type: 'run-start', ...nameOf(claimed) });
    await this.#serve(claimed, behaviour.serviceMs, signal);
    const { outcome, tokens } = behaviour;
    if (outcome === 'die') return this.#die(claimed);
    this.#ended(claimed, { outcome, ...(tokens !== null && { tokens }) });
    const text = reportText(claimed.task, outcome === 'done' ? 'DONE' : 'FAILED');
    return { outcome, report: tokens === null ? null : { tokens, text } };
  }

  /** Of the errors a plan asks for, those count that the system has accepted. */
  answered(call: Call, answer: Answered): void {
    if (answer.type !== 'ok' || (call.op !== 'report' && call.op !== 'fail')) return;
    const run = this.#performed.get(keyOf(call.args));
    if (run === undefined) return;
    if (call.op === 'report') {
      if (call.args.tokens > this.#terms.knobs.hardTokens) this.#injected('budget-exceed', run);
    } else if (call.args.class === run.behaviour.outcome) {
      this.#injected(`${call.args.class}-error`, run);
    }
  }

  async #serve(claimed: ClaimAnswer, serviceMs: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#client.sleep(serviceMs, signal);
    } catch (error) {
      if (!(error instanceof IncarnationEnded)) this.#ended(claimed, { outcome: 'stopped' });
      throw error;
    }
  }

  async #die({ task, run }: ClaimAnswer): Promise<never> {
    const { id } = this.#client;
    await this.#terms.die(this.#client, `die:${id}:${task}/${run}`);
    throw new IncarnationEnded(id, 'was killed');
  }

  #ended(claimed: ClaimAnswer, came: { readonly outcome: WorkOutcome; readonly tokens?: number }): void {
    this.#client.note({ type: 'run-end', ...nameOf(claimed), ...came });
  }

  #injected(kind: 'budget-exceed' | 'transient-error' | 'permanent-error', { claimed }: PlannedRun): void {
    const { task, run } = claimed;
    this.#terms.injected({ id: `${kind}:${task}/${run}`, kind, target: task });
  }
}

function keyOf({ task, fence }: { readonly task: string; readonly fence: number }): string {
  return `${fence} ${task}`;
}

function nameOf({ task, fence, idempotencyKey }: ClaimAnswer) {
  return { task, fence, key: idempotencyKey ?? null };
}
