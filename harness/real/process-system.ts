/**
 * Boots a system under test that is made of processes: one child an actor, all on one store in one folder.
 * Shared by the adapter of our own orchestrator and by the one for any command line. It knows the protocol only.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lockSqliteFile } from '../nemesis/sqlite-lock.js';
import type { Hello } from '../protocol.js';
import type { BootTerms, HarnessClock, SutHandle } from '../sut.js';
import { greet, setUp } from './courtesies.js';
import { readBack } from './read-back.js';
import { StdioActor } from './stdio-actor.js';
import { Supervisor } from './supervisor.js';

export interface ProcessSystem {
  /** The command line of one actor, split into words. */
  readonly command: readonly [string, ...string[]];
  /** How long one answer may take. */
  readonly deadlineMs?: number;
  /** The store's own findings, where the adapter can read them; without it nobody can look. */
  readonly integrity?: (home: string) => Promise<readonly string[]>;
  /** The files of its store below the home, where the adapter knows them. */
  readonly storeFiles?: readonly string[];
}

/** Generous on purpose: an answer that is late on a busy machine should not turn into an unknown. */
const DEADLINE_MS = 15_000;
/** How long the output of processes that have ended is waited for. */
const LISTEN_MS = 2_000;
const LOCK_TRIES = 2_000;
const LOCK_WAIT_MS = 1;

/** Starts the first actor, makes the store, and answers a handle that opens further ones. */
export async function bootProcesses(system: ProcessSystem, terms: BootTerms): Promise<SutHandle> {
  await expectEmpty(terms.home);
  const supervisor = new Supervisor();
  const opened: StdioActor[] = [];
  const open = async (name: string): Promise<{ actor: StdioActor; hello: Hello }> => {
    const actor = startActor(system, { ...terms, name, supervisor });
    opened.push(actor);
    return { actor, hello: await greet(actor) };
  };
  try {
    const { actor: auditor, hello } = await open('auditor');
    await setUp(auditor);
    return {
      openActor: async (id) => (await open(id)).actor,
      lockStore: () => lockStore(hello, terms),
      readBack: () => readBack(auditor, { opened, clock: terms.clock }),
      integrity: async () => (await system.integrity?.(terms.home)) ?? null,
      async shutdown() {
        await supervisor.end();
        await heardOut(opened, terms.clock);
      },
      traces: () => ({
        storeFiles: (system.storeFiles ?? []).map((file) => join(terms.home, file)),
        stderr: new Map(opened.map(({ name, log }) => [name, log])),
      }),
    };
  } catch (error) {
    await supervisor.end();
    throw error;
  }
}

/** Waits for what ended processes left in their pipes; not for long, since somebody else may hold a pipe open. */
async function heardOut(actors: readonly StdioActor[], clock: HarnessClock): Promise<void> {
  const enough = new AbortController();
  try {
    await Promise.race([
      Promise.all(actors.map((actor) => actor.heardOut)),
      clock.sleep(LISTEN_MS, enough.signal),
    ]);
  } finally {
    enough.abort();
  }
}

/** Starts one process of a system as an actor; it has not said hello yet. */
export function startActor(
  system: ProcessSystem,
  terms: BootTerms & { readonly name: string; readonly supervisor: Supervisor },
): StdioActor {
  return new StdioActor({
    name: terms.name,
    supervisor: terms.supervisor,
    clock: terms.clock,
    deadlineMs: system.deadlineMs ?? DEADLINE_MS,
    launch: {
      command: system.command,
      env: {
        GATE_SUT_STORE: terms.home,
        GATE_SUT_ACTOR: terms.name,
        GATE_SUT_SEED: String(terms.seed),
        // An extension of the protocol that a system may ignore.
        GATE_SUT_KNOBS: JSON.stringify(terms.knobs),
      },
    },
  });
}

async function expectEmpty(home: string): Promise<void> {
  const found = await readdir(home);
  if (found.length > 0)
    throw new Error(`expected an empty folder as the store's home, found ${found.length} entries in ${home}`);
}

/** Takes the write lock between the system's own transactions; waits without holding up the harness. */
async function lockStore(hello: Hello, terms: BootTerms): Promise<() => Promise<void>> {
  if (hello.sqliteFile === undefined) {
    throw new Error(
      `${hello.name} names no sqliteFile in its hello, so its store cannot be locked from outside`,
    );
  }
  const file = join(terms.home, hello.sqliteFile);
  for (let tries = 1; ; tries++) {
    try {
      const release = lockSqliteFile(file, { waitMs: 0 });
      return async () => release();
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
      if (!busy || tries === LOCK_TRIES) throw error;
    }
    await terms.clock.sleep(LOCK_WAIT_MS);
  }
}
