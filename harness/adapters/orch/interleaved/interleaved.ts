/**
 * The interleaved backend of simulation: real connections to one file, switched between statements. A call passes
 * virtual time before each of its statements, so others act in the middle of its transaction, locks are the engine's
 * own, and a kill can fall between two statements.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomFrom } from '../../../sim/random.js';
import type { SystemUnderTest } from '../../../sut.js';
import { ORCH_STORE_FILE } from '../hello.js';
import { type InProcessTerms, simulatedOrch } from '../in-process-system.js';
import type { WayToSimulate, Workplace, Workplaces, WorkplacesTerms } from '../workplace.js';
import { ActorThread } from './actor-thread.js';
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

/** Invariant: a thread has at most one connection; one without waits for the next incarnation of any actor. */
class ThreadedWorkplaces implements Workplaces {
  readonly folder: string;
  readonly #terms: WorkplacesTerms;
  readonly #threads = new Set<ActorThread>();
  readonly #free: ActorThread[] = [];

  constructor(terms: WorkplacesTerms, folder: string) {
    this.#terms = terms;
    this.folder = folder;
  }

  async open(actor: string): Promise<Workplace> {
    const { seed, knobs, mutant } = this.#terms;
    const thread = this.#free.pop() ?? (await this.#start());
    const path = join(this.folder, ORCH_STORE_FILE);
    thread.open({ path, actor: `actor:${actor}`, knobs, mutant: mutant?.name ?? null });
    const random = randomFrom(seed).fork('statements').fork(actor);
    return new ThreadedWorkplace({ thread, random, onClosed: (freed) => this.#free.push(freed) });
  }

  async end(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.end()));
    this.#threads.clear();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #start(): Promise<ActorThread> {
    const thread = await ActorThread.start(() => this.#terms.clock.now());
    this.#threads.add(thread);
    return thread;
  }
}
