/**
 * What a nemesis has going: faults that wait for their moment, and faults that are on until they are healed. Peace ends
 * every wait at once.
 */
import { setMaxListeners } from 'node:events';
import type { HarnessClock } from '../sut.js';
import type { Nursery } from '../workload/nursery.js';

export interface RagingTerms {
  readonly clock: HarnessClock;
  readonly nursery: Nursery;
}

export class Raging {
  readonly #terms: RagingTerms;
  readonly #truce = new AbortController();
  readonly #works = new Set<Promise<void>>();

  constructor(terms: RagingTerms) {
    this.#terms = terms;
    // Everything that rages waits for peace, and there may be hundreds.
    setMaxListeners(0, this.#truce.signal);
  }

  get isPeace(): boolean {
    return this.#truce.signal.aborted;
  }

  get isCalm(): boolean {
    return this.#works.size === 0;
  }

  start(work: Promise<void>): void {
    const raging = work.finally(() => this.#works.delete(raging));
    this.#works.add(raging);
    this.#terms.nursery.start(raging);
  }

  /** Waits on the clock, but not beyond peace. */
  async wait(ms: number): Promise<void> {
    const { signal } = this.#truce;
    try {
      if (ms > 0) await this.#terms.clock.sleep(ms, signal);
    } catch (error) {
      if (error !== signal.reason) throw error;
    }
  }

  /** Ends every wait; resolves when all is healed. */
  async makePeace(): Promise<void> {
    this.#truce.abort();
    do await Promise.all(this.#works);
    while (this.#works.size > 0);
  }
}
