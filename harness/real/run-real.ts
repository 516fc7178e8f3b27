/**
 * Runs a plan with real processes on the wall clock. The run is bounded: a system that never comes to rest is ended,
 * and whatever happens no process is left. What is judged, and how, is the same as in a simulation.
 */

import { plannedSkewMs } from '../../gates/record/planned-skew.js';
import { type RunResult, type RunTerms, runPlan } from '../run/run.js';
import type { Plan } from '../scenario/plan.js';
import type { SutHandle, SystemUnderTest } from '../sut.js';
import { wallClock } from './wall-clock.js';

export type RealTerms = Pick<RunTerms, 'home' | 'control'> &
  Partial<Pick<RunTerms, 'sink' | 'signal' | 'onBooted'>>;

/** The run did not even end when it was asked to; what it wrote down has no trailer. */
export class RunOverdue extends Error {
  readonly code = 'RUN_OVERDUE';
}

/** Beyond the plan's own length: starting processes on a busy machine, reading back, ending. */
const MARGIN_MS = 60_000;
/** From being asked to end to being given up. */
const WIND_DOWN_MS = 30_000;

/** @throws RunOverdue, or ProtocolError when a process does not speak the protocol */
export async function runReal(plan: Plan, sut: SystemUnderTest, terms: RealTerms): Promise<RunResult> {
  const clock = wallClock();
  const boundMs = longestMs(plan);
  const bound = new AbortController();
  const over = new AbortController();
  const booted: SutHandle[] = [];
  const guarded: SystemUnderTest = {
    ...sut,
    boot: async (bootTerms) => {
      const handle = await sut.boot(bootTerms);
      booted.push(handle);
      return handle;
    },
  };
  try {
    const signal = terms.signal ? AbortSignal.any([terms.signal, bound.signal]) : bound.signal;
    const run = runPlan({ sink: () => undefined, ...terms, plan, sut: guarded, clock, signal });
    return await Promise.race([run, overdue()]);
  } finally {
    over.abort();
    await Promise.all(booted.map((handle) => handle.shutdown()));
  }

  /** First the run is asked to end, so that what happened is still judged; then it is given up. */
  async function overdue(): Promise<never> {
    await clock.sleep(boundMs, over.signal);
    bound.abort();
    await clock.sleep(WIND_DOWN_MS, over.signal);
    throw new RunOverdue(`expected ${plan.scenario} with seed ${plan.seed} to end within ${boundMs} ms`);
  }
}

/** An upper bound for a plan that drains: the last thing planned, every fault's length, then the time to drain. */
export function longestMs(plan: Plan): number {
  const instants = [
    ...plan.tasks.map(({ at }) => at),
    ...plan.operations.map(({ at }) => at),
    ...plan.faults.map(({ anchor, forMs }) => ('at' in anchor ? anchor.at : 0) + forMs),
  ];
  return Math.max(0, ...instants) + plan.knobs.drainMs + plannedSkewMs(plan.faults) + MARGIN_MS;
}
