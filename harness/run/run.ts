/**
 * Plays one plan against one system and writes the history: the same runner for both modes.
 * It knows nothing of processes or of virtual time; the system and the clock bring those.
 */
import type { FinalState, History, HistoryHeader } from '../../gates/record/history.js';
import { plannedSkewMs } from '../../gates/record/planned-skew.js';
import { planDigest } from '../../gates/record/run-digests.js';
import { type HistorySink, Recorder } from '../history/recorder.js';
import { checkStage } from '../nemesis/check-stage.js';
import type { Plan } from '../scenario/plan.js';
import { type HarnessClock, type SutHandle, type SystemUnderTest, SystemUnread } from '../sut.js';
import { checkPlan } from '../workload/cast.js';
import { type LiveView, Phases } from './phases.js';
import { warmStart } from './warm-start.js';

export type { LiveView };

export interface RunTerms {
  readonly plan: Plan;
  readonly sut: SystemUnderTest;
  readonly clock: HarnessClock;
  /** An empty folder for the system's home. */
  readonly home: string;
  /** The planted bug this run is a control for, or null. */
  readonly control: string | null;
  /** Takes the history as it is written. */
  readonly sink: HistorySink;
  /** Ends the run early: it is read back and closed, without the mark that says it drained. */
  readonly signal?: AbortSignal;
  /** Called once the system is up, for whoever watches the run. */
  readonly onBooted?: (handle: SutHandle, live: LiveView) => void;
}

/** Who reads the system back. */
const AUDITOR = 'auditor/1';

export interface RunResult {
  readonly history: History;
  readonly final: FinalState;
}

/**
 * Boots the system, plays the plan, heals, drains, reads back and shuts down.
 * @throws when the plan cannot be played or the harness itself breaks; the history then has no trailer.
 */
export async function runPlan(terms: RunTerms): Promise<RunResult> {
  const { plan, sut, clock, home } = terms;
  checkPlan(plan);
  checkStage(plan, sut);
  const handle = await sut.boot({ home, seed: plan.seed, clock, knobs: plan.knobs });
  try {
    const stage = await warmStart(handle, plan);
    const recorder = new Recorder({ header: headerOf(terms), clock, sink: terms.sink });
    const reads = sut.capabilities.has('events') ? (['list', 'events'] as const) : (['list'] as const);
    const phases = new Phases({ plan, clock, stage, recorder, signal: terms.signal, reads });
    terms.onBooted?.(handle, phases.live);
    await phases.play();
    const final = await readEnd(handle, recorder);
    return { history: recorder.close(final), final };
  } finally {
    await handle.shutdown();
  }
}

/** Reads the system back. Where it does not answer, the call it left unanswered is the history's last. */
async function readEnd(handle: SutHandle, recorder: Recorder): Promise<FinalState> {
  try {
    const read = await handle.readBack();
    const integrity = await handle.integrity();
    return integrity === null ? read : { ...read, integrity };
  } catch (error) {
    if (!(error instanceof SystemUnread)) throw error;
    recorder.complete(AUDITOR, recorder.invoke(AUDITOR, error.call), error.completion);
    return { tasks: [], events: [], unread: error.message };
  }
}

function headerOf({ plan, sut, clock, control }: RunTerms): HistoryHeader {
  return {
    kind: 'header',
    history: 1,
    scenario: plan.scenario,
    seed: plan.seed,
    planDigest: planDigest(plan),
    mode: sut.mode,
    ...(sut.backend && { backend: sut.backend }),
    sut: { name: sut.name, version: sut.version, capabilities: [...sut.capabilities] },
    control,
    startedAt: clock.now(),
    eps: plannedSkewMs(plan.faults),
    knobs: plan.knobs,
  };
}
