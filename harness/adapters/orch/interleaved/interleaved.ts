/**
 * The interleaved backend of simulation: real connections to one file, switched between statements. A call passes
 * virtual time before each of its statements, so others act in the middle of its transaction, locks are the engine's
 * own, and a kill can fall between two statements.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFrom } from '../../../sim/random.js';
import type { Conditions, SystemUnderTest } from '../../../sut.js';
import { ORCH_STORE_FILE } from '../hello.js';
import { type InProcessTerms, simulatedOrch } from '../in-process-system.js';
import type { WayToSimulate, Workplace, Workplaces, WorkplacesTerms } from '../workplace.js';
import type { ActorThread } from './actor-thread.js';
import { giveBack, takeThread } from './idle-threads.js';
import { memoryFolder } from './memory-folder.js';
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
  readonly folder: string;
  readonly #terms: WorkplacesTerms;
  readonly #taken = new Set<ActorThread>();

  constructor(terms: WorkplacesTerms, folder: string) {
    this.#terms = terms;
    this.folder = folder;
  }

  async open(actor: string, shows: Conditions['shows']): Promise<Workplace> {
    const { seed, clock, knobs, mutant } = this.#terms;
    const thread = await takeThread();
    this.#taken.add(thread);
    const path = join(this.folder, ORCH_STORE_FILE);
    const terms = { path, actor: `actor:${actor}`, knobs, mutant: mutant?.name ?? null };
    thread.open(terms, { now: () => clock.now(), shown: () => shows(clock.now()) });
    const random = randomFrom(seed).fork('statements').fork(actor);
    return new ThreadedWorkplace({ thread, random, onClosed: () => this.#free(thread) });
  }

  async end(): Promise<void> {
    await Promise.all([...this.#taken].map((thread) => thread.end()));
    this.#taken.clear();
    await rm(this.folder, { recursive: true, force: true });
  }

  #free(thread: ActorThread): void {
    this.#taken.delete(thread);
    giveBack(thread);
  }
}
