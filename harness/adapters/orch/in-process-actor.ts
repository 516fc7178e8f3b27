/**
 * One actor on core's store inside this process. A call passes two stretches of virtual time: before it is carried
 * out and before its answer arrives. So operations overlap, and a kill can fall before or after the commit; whether
 * it can fall in between is for the workplace to say.
 */
import type { Call, Completion } from '../../../gates/record/history.js';
import type { Random } from '../../sim/random.js';
import type { SimulatedClock } from '../../sim/virtual-clock.js';
import { type Conditions, type SutActor, type Trouble, USUAL } from '../../sut.js';
import { Barrier } from '../../workload/barrier.js';
import type { Workplace } from './workplace.js';

export interface ActorTerms {
  readonly workplace: Workplace;
  readonly clock: SimulatedClock;
  readonly random: Random;
  /** The longest stretch on either side of a call, in ms; 0: none. */
  readonly latencyMs: number;
  /** Sets the clock the store reads. */
  readonly setClock: (shows: Conditions['shows']) => void;
}

const crash: Completion = { type: 'info', code: 'CRASH' };

export class InProcessActor implements SutActor {
  readonly pid = null;
  readonly #terms: ActorTerms;
  #held: Barrier | null = null;
  #stretched: Conditions['stretch'] = USUAL.stretch;
  #isDead = false;
  /** Completes the call in flight as lost. */
  #lose: (() => void) | null = null;

  constructor(terms: ActorTerms) {
    this.#terms = terms;
  }

  async invoke(call: Call, trouble: Trouble | null = null): Promise<Completion> {
    if (this.#isDead) return crash;
    return new Promise((resolve, reject) => {
      this.#lose = () => resolve(crash);
      this.#carryOut(call, trouble).then(resolve, reject);
    });
  }

  async kill(): Promise<void> {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#lose?.();
    this.resume();
    await this.#terms.workplace.close();
  }

  pause(): void {
    this.#held ??= new Barrier();
  }

  resume(): void {
    this.#held?.open();
    this.#held = null;
  }

  workUnder({ stretch, shows }: Conditions): void {
    this.#stretched = stretch;
    this.#terms.setClock(shows);
  }

  async close(): Promise<void> {
    await this.kill();
  }

  async #carryOut(call: Call, trouble: Trouble | null): Promise<Completion> {
    await this.#stretch();
    if (this.#isDead) return crash;
    const passage = { trouble, pass: (ms: number) => this.#pass(ms) };
    const completion = await this.#terms.workplace.perform(call, passage);
    if (completion.type === 'info' && completion.code === 'CRASH') return completion;
    await this.#stretch();
    return completion;
  }

  #stretch(): Promise<void> {
    const { random, latencyMs } = this.#terms;
    return latencyMs > 0 ? this.#pass(this.#stretched(random.integer(latencyMs + 1))) : this.#whileHeld();
  }

  /** Lets `ms` pass, and then as long as the actor is held. */
  async #pass(ms: number): Promise<void> {
    await this.#terms.clock.sleep(ms);
    if (this.#held !== null) await this.#whileHeld();
  }

  async #whileHeld(): Promise<void> {
    while (this.#held !== null) await this.#held.opened;
  }
}
