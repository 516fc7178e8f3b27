/**
 * Plays a plan in virtual time, inside this process: same plan and system, same history, byte for byte.
 * What the system does outside virtual time (opening files) happens while the clock stands still.
 */
import type { HistorySink } from '../history/recorder.js';
import { type LiveView, type RunResult, runPlan } from '../run/run.js';
import type { Plan } from '../scenario/plan.js';
import type { SutHandle, SystemUnderTest } from '../sut.js';
import { randomFrom } from './random.js';
import { VirtualClock } from './virtual-clock.js';

export interface SimulationTerms {
  /** The planted bug this run is a control for, or null. */
  readonly control: string | null;
  /** An empty folder for the system's home. */
  readonly home: string;
  /** Takes the history as it is written; absent: it is kept in memory only. */
  readonly sink?: HistorySink;
  readonly signal?: AbortSignal;
  readonly onBooted?: (handle: SutHandle, live: LiveView, clock: VirtualClock) => void;
}

/** @throws when `sut` is not one that runs in virtual time, and as `runPlan` */
export async function simulate(plan: Plan, sut: SystemUnderTest, terms: SimulationTerms): Promise<RunResult> {
  if (sut.mode !== 'simulated') {
    throw new Error(`expected a system that runs in virtual time, got ${sut.name}, which runs in real time`);
  }
  const clock = new VirtualClock(randomFrom(plan.seed).fork('sched'));
  const { home, control, sink = () => undefined, signal, onBooted } = terms;
  const run = runPlan({
    plan,
    sut: heldSystem(sut, clock),
    clock,
    home,
    control,
    sink,
    ...(signal && { signal }),
    ...(onBooted && { onBooted: (handle, live) => onBooted(handle, live, clock) }),
  });
  return clock.run(run);
}

function heldSystem(sut: SystemUnderTest, clock: VirtualClock): SystemUnderTest {
  return { ...sut, boot: async (terms) => heldHandle(await clock.hold(sut.boot(terms)), clock) };
}

function heldHandle(handle: SutHandle, clock: VirtualClock): SutHandle {
  const { programs } = handle;
  return {
    ...(programs && { programs: () => clock.hold(programs.call(handle)) }),
    openActor: (id) => clock.hold(handle.openActor(id)),
    lockStore: () => handle.lockStore(),
    readBack: () => clock.hold(handle.readBack()),
    integrity: () => clock.hold(handle.integrity()),
    shutdown: () => clock.hold(handle.shutdown()),
    traces: () => handle.traces(),
  };
}
