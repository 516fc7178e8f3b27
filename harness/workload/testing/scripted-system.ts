/**
 * Test support: a system whose answers the test writes, on a virtual clock. It keeps no state, so a test of a
 * program sees that program alone.
 */
import type { Call, Completion, Op } from '../../../gates/record/history.js';
import { HistoryBuilder } from '../../history/by-hand/history-builder.js';
import { Recorder } from '../../history/recorder.js';
import { randomFrom } from '../../sim/random.js';
import { SIMULATION_START, VirtualClock } from '../../sim/virtual-clock.js';
import type { Conditions, SutActor } from '../../sut.js';
import { type CallWitness, Client } from '../client.js';

/** What the system answers, and how long it takes. `silence`: it never does. */
export type Script = (call: Call, nth: number) => Completion | 'silence';

/** A witness that neither strikes nor counts. */
const nobody: CallWitness = {
  before: () => null,
  meets: () => null,
  after: () => null,
  losesReplyTo: () => false,
  completed: () => undefined,
};

export class ScriptedSystem {
  readonly clock = new VirtualClock(randomFrom(1));
  /** Actors in the order they were opened. */
  readonly opened: string[] = [];
  readonly killed: string[] = [];
  readonly paused: string[] = [];
  /** What actors were last told to work under. */
  readonly conditions = new Map<string, Conditions>();
  readonly #script: Script;
  readonly #latencyMs: number;
  readonly #recorder: Recorder;
  #calls = 0;

  constructor(script: Script, terms: { readonly latencyMs?: number } = {}) {
    this.#script = script;
    this.#latencyMs = terms.latencyMs ?? 10;
    const header = { ...new HistoryBuilder().history().header, startedAt: SIMULATION_START };
    this.#recorder = new Recorder({ header, clock: this.clock, sink: () => undefined });
  }

  /** A client of this system; `witness` may strike. */
  client(name: string, witness: Partial<CallWitness> = {}): Client {
    return new Client(name, {
      clock: this.clock,
      recorder: this.#recorder,
      stage: { openActor: async (id) => this.#actor(id) },
      witness: { ...nobody, ...witness },
    });
  }

  /** The history so far. */
  history(): readonly Op[] {
    return this.#recorder.close({ tasks: [], events: [] }).ops;
  }

  /** The history so far, a few words a line. */
  story(): readonly string[] {
    return this.history().map((op) => {
      if (op.type === 'invoke') return `${op.at} ${op.actor} ${op.call.op}`;
      const code = 'code' in op ? ` ${op.code}` : '';
      return `${op.at} ${op.actor} ${op.type}${code}`;
    });
  }

  #actor(id: string): SutActor {
    this.opened.push(id);
    let lose: (() => void) | null = null;
    return {
      pid: null,
      invoke: (call) =>
        new Promise((resolve) => {
          lose = () => resolve({ type: 'info', code: 'CRASH' });
          void this.#answer(call).then(resolve);
        }),
      kill: async () => {
        this.killed.push(id);
        lose?.();
      },
      pause: () => void this.paused.push(id),
      resume: () => void this.paused.push(`${id} goes on`),
      workUnder: (conditions) => void this.conditions.set(id, conditions),
      close: async () => undefined,
    };
  }

  async #answer(call: Call): Promise<Completion> {
    this.#calls += 1;
    const answer = this.#script(call, this.#calls);
    await this.clock.sleep(this.#latencyMs);
    return answer === 'silence' ? new Promise(() => undefined) : answer;
  }
}
