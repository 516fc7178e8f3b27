/**
 * The atomic backend of simulation: a store method is one indivisible step. The fastest, and the usual one. Every other
 * actor commits in groups, as in a real run.
 */
import { join } from 'node:path';
import type { Store } from '../../../core/index.js';
import type { Conditions, SystemUnderTest } from '../../sut.js';
import { answer } from './answer.js';
import { commitsOf } from './commits-of.js';
import { Disk } from './disk.js';
import { heldCall } from './held-call.js';
import { ORCH_STORE_FILE } from './hello.js';
import { type InProcessTerms, simulatedOrch } from './in-process-system.js';
import { openSimulated } from './open-simulated.js';
import { SharedEngine } from './shared-engine.js';
import { SlowCommits } from './slow-commits.js';
import type { WayToSimulate, Workplace, Workplaces, WorkplacesTerms } from './workplace.js';

/** Core, simulated. @throws when there is no mutant of that name */
export function orchInProcess(terms: InProcessTerms = {}): SystemUnderTest {
  return simulatedOrch(atomic, terms);
}

const atomic: WayToSimulate = {
  prepare: async (terms) => new SharedWorkplaces(terms),
};

class SharedWorkplaces implements Workplaces {
  readonly #terms: WorkplacesTerms;
  readonly #engine = new SharedEngine();

  constructor(terms: WorkplacesTerms) {
    this.#terms = terms;
  }

  async open(actor: string, shows: Conditions['shows']): Promise<Workplace> {
    const commits = new SlowCommits(this.#engine);
    const disk = new Disk({ opens: this.#engine.open, waits: (ms) => commits.owe(ms) });
    const kind = this.#terms.commits ?? commitsOf(actor);
    const terms = { ...this.#terms, commits: kind, disk, shows };
    const store = await openSimulated(this.#path, `actor:${actor}`, terms);
    const { clock } = this.#terms;
    return {
      async perform(call, { trouble, pass }) {
        const work = disk.under(trouble, () => answer(store, call));
        const completion = await (kind === 'grouped' ? heldCall(clock, work) : work);
        if (disk.hasDied) return { type: 'info', code: 'CRASH' };
        await commits.settle(pass);
        return completion;
      },
      async close() {
        commits.letGo();
        await store.close();
      },
    };
  }

  openStore(actor: string): Promise<Store> {
    const disk = new Disk({ opens: this.#engine.open });
    return openSimulated(this.#path, actor, { ...this.#terms, disk });
  }

  lock(): () => void {
    return this.#engine.lock();
  }

  async end(): Promise<void> {
    this.#engine.close();
  }

  /** Of no file: it only tells this store from those of other runs. */
  get #path(): string {
    return join(this.#terms.home, ORCH_STORE_FILE);
  }
}
