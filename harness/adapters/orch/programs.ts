/** Core's worker and watchdog as actors of a run: the loops themselves, on the clock and the calls of a life. */
import {
  type Clock,
  CodedError,
  countTokens,
  type EpochMs,
  type ErrorCode,
  type Handled,
  type MonotonicMs,
  milliseconds,
  runWorker,
  watch,
} from '../../../core/index.js';
import type { ClaimAnswer } from '../../../gates/record/history.js';
import type { Life, OwnPrograms, OwnWork, Performed } from '../../workload/own/programs.js';
import { CalledStore } from './called-store.js';
import type { Mutant } from './mutants/mutation.js';

/** Most tasks a sweep recovers before the next one goes on. */
const SWEEP_LIMIT = 1000;

/** The refusals by which a loop of core ends: somebody has to do something about the store. */
const DECLARED: ReadonlySet<ErrorCode> = new Set(['INVALID', 'CORRUPT', 'STORE_FULL', 'STORE_UNAVAILABLE']);
/** Longer than any run lasts, ms. */
const FOR_EVER_MS = 1e12;

/** The programs, with the planted bug when it is theirs. */
export async function orchPrograms(mutant: Mutant | null): Promise<OwnPrograms> {
  // The vocabulary is read from disk when it is first asked for, and virtual time must not go on meanwhile.
  await countTokens('');
  return mutant?.programs?.(PROGRAMS) ?? PROGRAMS;
}

const PROGRAMS: OwnPrograms = {
  work: (life, terms) => supervised(life, terms.knobs.pollMs, () => work(life, terms)),
  watch: (life, { sweepMs }) => supervised(life, sweepMs, () => sweepFor(life, sweepMs)),
};

async function work(life: Life, { name, knobs, perform }: OwnWork): Promise<void> {
  const store = new CalledStore(life);
  await runWorker({
    store: store.asStore(),
    holder: name,
    async handle(task, signal) {
      const claimed = store.claimOf(task);
      return handled(await perform(claimed, signal), claimed);
    },
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

/**
 * A program that ended with a refusal by which it may end is started again, by whoever supervises it. One that ends in
 * another way, for which there is none, is gone.
 */
async function supervised(life: Life, pauseMs: number, program: () => Promise<void>): Promise<never> {
  while ((await endOf(program)) === 'as declared') await life.sleep(pauseMs);
  for (;;) await life.sleep(FOR_EVER_MS);
}

async function endOf(program: () => Promise<void>): Promise<'as declared' | 'otherwise'> {
  try {
    await program();
    return 'otherwise';
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return DECLARED.has(error.code) ? 'as declared' : 'otherwise';
  }
}

/** A failure that is to be tried again is thrown by every other run of a task, when there is nothing to report. */
function handled({ outcome, report }: Performed, { task, run }: ClaimAnswer): Handled {
  const error = `planned ${outcome} error`;
  if (outcome === 'transient' && report === null && run % 2 === 1) throw new Error(error);
  const judged = report === null ? {} : { report };
  if (outcome === 'done') return { kind: 'done', notes: `done: ${task}`, ...judged };
  return { kind: 'failed', error, class: outcome, ...judged };
}

function clockOf(life: Life): Clock {
  return {
    now: () => life.now() as EpochMs,
    elapsed: () => life.elapsed() as MonotonicMs,
    sleep: (duration, signal) => life.sleep(duration, signal),
  };
}
