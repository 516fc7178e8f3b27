/**
 * Time to finish: between being asked to stop and having to, running work gets a while. Kept apart from the worker,
 * which knows only that it must stop; so one worker serves those who give time and those who do not.
 */
import type { Clock, DurationMs } from '../time.js';
import { pause } from './pause.js';

export interface GraceTerms {
  readonly clock: Clock;
  /** Aborted when the process is asked to stop. */
  readonly stop: AbortSignal;
  /** How long running work may go on after that. */
  readonly grace: DurationMs;
  /** Aborted when the process is asked again: what is left of the grace is forfeit. */
  readonly hurry: AbortSignal;
}

/** Runs `use` with a signal that is aborted, for the reason of `stop`, once the grace after it is over. */
export async function underGrace<T>(terms: GraceTerms, use: (halt: AbortSignal) => Promise<T>): Promise<T> {
  const halt = new AbortController();
  const over = new AbortController();
  const waiting = haltAfterGrace(terms, halt, over.signal);
  try {
    return await use(halt.signal);
  } finally {
    over.abort();
    await waiting;
  }
}

async function haltAfterGrace(terms: GraceTerms, halt: AbortController, over: AbortSignal): Promise<void> {
  const { clock, stop, grace, hurry } = terms;
  await aborted(AbortSignal.any([stop, over]));
  if (!over.aborted) await pause(clock, grace, AbortSignal.any([hurry, over]));
  if (!over.aborted) halt.abort(stop.reason);
}

/** Resolves once `signal` is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
