/** Core's worker and watchdog as actors of a simulation: the loops themselves, on the clock and the calls of a life. */
import {
  type Clock,
  CodedError,
  countTokens,
  type EpochMs,
  type Handled,
  type MonotonicMs,
  milliseconds,
  runWorker,
  watch,
} from '../../../core/index.js';
import type { Life, OwnPrograms, OwnWork, Performed } from '../../workload/own/programs.js';
import { CalledStore } from './called-store.js';
import type { Mutant } from './mutants/mutation.js';

/** Most tasks a sweep recovers before the next one goes on. */
const SWEEP_LIMIT = 1000;

/** The programs, with the planted bug when it is theirs. */
export async function orchPrograms(mutant: Mutant | null): Promise<OwnPrograms> {
  // The vocabulary is read from disk when it is first asked for, and virtual time must not go on meanwhile.
  await countTokens('');
  return mutant?.programs?.(PROGRAMS) ?? PROGRAMS;
}

const PROGRAMS: OwnPrograms = {
  work: (life, terms) => restarted(life, terms.knobs.pollMs, () => work(life, terms)),
  watch: (life, { sweepMs }) => restarted(life, sweepMs, () => sweepFor(life, sweepMs)),
};

async function work(life: Life, { name, knobs, perform }: OwnWork): Promise<void> {
  const store = new CalledStore(life);
  await runWorker({
    store: store.asStore(),
    holder: name,
    handle: async (task, signal) => handled(await perform(store.claimOf(task), signal), task.id),
    leaseFor: milliseconds(knobs.leaseMs),
    pollEvery: milliseconds(knobs.pollMs),
    clock: clockOf(life),
  });
}

async function sweepFor(life: Life, sweepMs: number): Promise<void> {
  await watch({
    store: new CalledStore(life).asStore(),
    clock: clockOf(life),
    every: milliseconds(sweepMs),
    limit: SWEEP_LIMIT,
    maxTicks: null,
    until: 'stopped',
    stop: new AbortController().signal,
    onSwept: () => undefined,
    onTrouble: () => undefined,
  });
}

/** A program that a refusal has ended is started again by whoever supervises it. */
async function restarted(life: Life, pauseMs: number, program: () => Promise<void>): Promise<never> {
  for (;;) {
    try {
      await program();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
    }
    await life.sleep(pauseMs);
  }
}

function handled({ outcome, report }: Performed, task: string): Handled {
  const judged = report === null ? {} : { report };
  if (outcome === 'done') return { kind: 'done', notes: `done: ${task}`, ...judged };
  return { kind: 'failed', error: `planned ${outcome} error`, class: outcome, ...judged };
}

function clockOf(life: Life): Clock {
  return {
    now: () => life.now() as EpochMs,
    elapsed: () => life.elapsed() as MonotonicMs,
    sleep: (duration, signal) => life.sleep(duration, signal),
  };
}
