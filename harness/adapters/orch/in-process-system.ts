/**
 * Core inside this process on a virtual clock: the real store on the real engine, no process and no waiting.
 * It is for simulation only: commits are not made durable, because nothing outside can take the power away.
 */
import { mkdir } from 'node:fs/promises';
import type { Store } from '../../../core/index.js';
import type { FinalState, SystemEvent } from '../../../gates/record/history.js';
import { randomFrom } from '../../sim/random.js';
import { isSimulated, type SimulatedClock } from '../../sim/virtual-clock.js';
import {
  type BootTerms,
  type Capability,
  type Conditions,
  type SutActor,
  type SutHandle,
  type SystemUnderTest,
  SystemUnread,
  USUAL,
  USUAL_LATENCY_MS,
} from '../../sut.js';
import type { OwnPrograms } from '../../workload/own/programs.js';
import { answer } from './answer.js';
import { findingsOf } from './findings.js';
import { ORCH_HELLO } from './hello.js';
import { InProcessActor } from './in-process-actor.js';
import { type Mutant, mutantNamed } from './mutants/mutant.js';
import { orchPrograms } from './programs.js';
import type { WayToSimulate, Workplaces } from './workplace.js';

export interface InProcessTerms {
  /** The planted bug, by name; absent: core as it is. */
  readonly mutant?: string;
  /** The longest stretch of virtual time on either side of a call; absent: 5 ms. 0: calls never overlap. */
  readonly latencyMs?: number;
  /** Every call of every actor has a commit of its own; absent: not of every other actor. */
  readonly commits?: 'each';
}

/** How often a lock looks again while an actor is in the middle of a transaction. */
const BETWEEN_LOOKS_MS = 1;

/** Core, simulated in one way or another. @throws when there is no mutant of that name */
export function simulatedOrch(way: WayToSimulate, terms: InProcessTerms): SystemUnderTest {
  const mutant = terms.mutant === undefined ? null : mutantNamed(terms.mutant);
  return {
    name: ORCH_HELLO.name,
    version: ORCH_HELLO.version,
    mode: 'simulated',
    ...(way.backend && { backend: way.backend }),
    capabilities: new Set([
      ...ORCH_HELLO.capabilities.filter(sharesAProcess),
      'virtual-time',
      'own-programs',
    ]),
    async boot(bootTerms) {
      const { clock } = bootTerms;
      if (!isSimulated(clock)) {
        throw new Error('expected a virtual clock; in real time core runs in processes of its own');
      }
      await mkdir(bootTerms.home, { recursive: true });
      const { commits } = terms;
      const workplaces = await way.prepare({ ...bootTerms, clock, mutant, ...(commits && { commits }) });
      const latencyMs = terms.latencyMs ?? USUAL_LATENCY_MS;
      const system = new InProcessSystem({ ...bootTerms, clock, mutant, latencyMs, workplaces });
      await system.create();
      return system;
    },
  };
}

function sharesAProcess(capability: Capability): boolean {
  return capability !== 'multi-process';
}

interface SystemTerms extends BootTerms {
  readonly clock: SimulatedClock;
  readonly mutant: Mutant | null;
  readonly latencyMs: number;
  readonly workplaces: Workplaces;
}

class InProcessSystem implements SutHandle {
  readonly #terms: SystemTerms;
  readonly #actors: SutActor[] = [];

  constructor(terms: SystemTerms) {
    this.#terms = terms;
  }

  /** Makes the store, so that opening an actor changes nothing. */
  async create(): Promise<void> {
    const store = await this.#terms.workplaces.openStore('harness:setup');
    await store.close();
  }

  async openActor(id: string): Promise<SutActor> {
    const { clock, seed, latencyMs, workplaces } = this.#terms;
    let { shows } = USUAL;
    const setClock = (other: Conditions['shows']) => {
      shows = other;
    };
    const workplace = await workplaces.open(id, (now) => shows(now));
    const random = randomFrom(seed).fork('actor').fork(id);
    const actor = new InProcessActor({ workplace, clock, random, latencyMs, setClock });
    this.#actors.push(actor);
    return actor;
  }

  async lockStore(): Promise<() => Promise<void>> {
    for (;;) {
      try {
        const unlock = this.#terms.workplaces.lock();
        return async () => unlock();
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
      }
      await this.#terms.clock.sleep(BETWEEN_LOOKS_MS);
    }
  }

  readBack(): Promise<FinalState> {
    return this.#reading(async (store) => {
      const tasks = await answered(store, { op: 'list', args: {} });
      const events: SystemEvent[] = [];
      for (;;) {
        const after = events.at(-1)?.seq ?? 0;
        const page = (await answered(store, { op: 'events', args: { after } })) as readonly SystemEvent[];
        if (page.length === 0) return { tasks: tasks as FinalState['tasks'], events };
        events.push(...page);
      }
    });
  }

  integrity(): Promise<readonly string[]> {
    return this.#reading(findingsOf);
  }

  programs(): Promise<OwnPrograms> {
    return orchPrograms(this.#terms.mutant);
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#actors.map((actor) => actor.kill()));
    await this.#terms.workplaces.end();
  }

  /** It can be played again. */
  traces(): null {
    return null;
  }

  async #reading<T>(read: (store: Store) => Promise<T>): Promise<T> {
    const store = await this.#terms.workplaces.openStore('harness:audit');
    try {
      return await read(store);
    } finally {
      await store.close();
    }
  }
}

async function answered(store: Store, call: Parameters<typeof answer>[1]): Promise<unknown> {
  const completion = await answer(store, call);
  if (completion.type === 'ok') return completion.value;
  throw new SystemUnread(call, completion);
}
