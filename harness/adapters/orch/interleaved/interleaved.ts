/**
 * The interleaved backend of simulation: real connections to one file, switched between statements. A call passes
 * virtual time before each of its statements, so others act in the middle of its transaction, locks are the engine's
 * own, and a kill can fall between two statements.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../../../../core/index.js';
import { lockSqliteFile } from '../../../nemesis/sqlite-lock.js';
import { randomFrom } from '../../../sim/random.js';
import type { Conditions, SystemUnderTest } from '../../../sut.js';
import { ORCH_STORE_FILE } from '../hello.js';
import { type InProcessTerms, simulatedOrch } from '../in-process-system.js';
import { openSimulated } from '../open-simulated.js';
import type { WayToSimulate, Workplace, Workplaces, WorkplacesTerms } from '../workplace.js';
import type { ActorThread } from './actor-thread.js';
import { giveBack, takeThread } from './idle-threads.js';
import { memoryFolder } from './memory-folder.js';
import { keepOnOneProcessor } from './one-processor.js';
import { ThreadedWorkplace } from './threaded-workplace.js';

/** Core, simulated statement by statement. @throws when there is no mutant of that name */
export function orchInterleaved(terms: InProcessTerms = {}): SystemUnderTest {
  return simulatedOrch(interleaved, terms);
}

const interleaved: WayToSimulate = {
  backend: 'interleaved',
  prepare: async (terms) => new ThreadedWorkplaces(terms, await memoryFolder()),
};

/** Invariant: every thread taken is given back once its connection is closed, or ended. */
class ThreadedWorkplaces implements Workplaces {
  readonly #terms: WorkplacesTerms;
  readonly #folder: string;
  readonly #letGo = keepOnOneProcessor();
  readonly #taken = new Set<ActorThread>();

  constructor(terms: WorkplacesTerms, folder: string) {
    this.#terms = terms;
    this.#folder = folder;
  }

  async open(actor: string, shows: Conditions['shows']): Promise<Workplace> {
    const { seed, clock, knobs, mutant } = this.#terms;
    const thread = await takeThread();
    this.#taken.add(thread);
    const terms = { path: this.#path, actor: `actor:${actor}`, knobs, mutant: mutant?.name ?? null };
    thread.open(terms, { now: () => clock.now(), shown: () => shows(clock.now()) });
    const random = randomFrom(seed).fork('statements').fork(actor);
    return new ThreadedWorkplace({ thread, random, onClosed: () => this.#free(thread) });
  }

  openStore(actor: string): Promise<Store> {
    return openSimulated(this.#path, actor, this.#terms);
  }

  lock(): () => void {
    return lockSqliteFile(this.#path, { waitMs: 0 });
  }

  async end(): Promise<void> {
    await Promise.all([...this.#taken].map((thread) => thread.end()));
    this.#taken.clear();
    this.#letGo();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #path(): string {
    return join(this.#folder, ORCH_STORE_FILE);
  }

  #free(thread: ActorThread): void {
    this.#taken.delete(thread);
    giveBack(thread);
  }
}
