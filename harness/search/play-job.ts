/**
 * Plays one job in simulation: the plan of its scenario, or a swarm of it. A failing run is played again to be written
 * down, so that the many that hold cost no file.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultKind } from '../../gates/record/history.js';
import type { Composition, SystemTerms } from '../composition.js';
import { FolderTaken } from '../history/sole-file.js';
import { judgeRun, type Outcome } from '../outcome/outcome.js';
import { type TemporaryFolder, temporaryFolder } from '../real/temporary-folder.js';
import { wallClock } from '../real/wall-clock.js';
import { clearRun } from '../run/artefact.js';
import { play } from '../run/play.js';
import type { RunResult } from '../run/run.js';
import { type Plan, planOn } from '../scenario/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import { underEveryGuard, withPlan } from '../scenario/variant.js';
import { simulate } from '../sim/simulate.js';
import { swarm } from '../swarm/swarm.js';
import { shownPath } from '../terminal/typed-path.js';
import { brokenJob, isFind, type Job, type JobResult } from './job.js';
import { livesOf } from './lives.js';

type Stage = Pick<Composition, 'scenarios' | 'systems'>;

const clock = wallClock();
/** Every run has its home below it; it goes with this process, whichever way that ends. */
let homes: Promise<TemporaryFolder> | null = null;

/** Plays and judges. What the harness throws becomes a `broken` result, so that a search goes on. */
export async function playJob(job: Job, stage: Stage): Promise<JobResult> {
  const began = clock.now();
  try {
    const scenario = scenarioOf(job, stage);
    const plan = scenario.plan(job.seed, 'simulated');
    const run = await simulatePlan(plan, job.mutant, stage);
    const again = job.times === 'twice' ? await simulatePlan(plan, job.mutant, stage) : undefined;
    const outcome = judgeRun(scenario, run, again);
    const kept = isFind(outcome) ? await keepRun(job, scenario, stage) : { files: null };
    return { ...told(job, run, outcome), tookMs: clock.now() - began, ...kept };
  } catch (error) {
    return brokenJob(job, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Plays a plan in virtual time and leaves nothing behind. @throws as `simulate` */
export async function simulatePlan(
  plan: Plan,
  mutant: string | null,
  { systems }: Pick<Composition, 'systems'>,
): Promise<RunResult> {
  homes ??= temporaryFolder('gate-search-');
  const home = await mkdtemp(join((await homes).path, 'run-'));
  try {
    const sut = systems.simulated(systemTerms(plan, mutant));
    return await simulate(plan, sut, { control: mutant, home });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function systemTerms({ backend }: Plan, mutant: string | null): SystemTerms {
  return { ...(mutant !== null && { mutant }), ...(backend && { backend }) };
}

/** When the last line of a run was written, ms from its start. */
function simulatedMs({ history }: Pick<RunResult, 'history'>): number {
  return history.ops.at(-1)?.at ?? 0;
}

function scenarioOf(job: Job, { scenarios }: Stage): Scenario {
  const scenario = scenarios.find(({ id }) => id === job.scenario);
  if (scenario === undefined) throw new Error(`expected a known scenario, found ${job.scenario}`);
  const control = job.mutant ?? scenario.control;
  const plan = planOn(job.backend ?? 'atomic', scenario.plan(job.seed, 'simulated'));
  return job.faults === 'swarm'
    ? underEveryGuard(scenario, { plan: swarm(plan), control })
    : withPlan(scenario, { plan, control });
}

/** A find stays one where another run has its folder: it is told, with why it is not kept. */
async function keepRun(
  job: Job,
  scenario: Scenario,
  { systems }: Stage,
): Promise<Pick<JobResult, 'files' | 'unkept'>> {
  const { seed, mutant, backend = 'atomic', keep } = job;
  if (keep === null) return { files: null };
  const { folder, earlier } = keep;
  if (earlier === 'replaced') await clearRun(folder);
  const system = mutant === null ? 'as-it-is' : 'control';
  const sut = systems.simulated({ ...(mutant !== null && { mutant }), backend });
  const shown = shownPath(folder);
  try {
    await play({ scenario, seed, mode: 'simulated', backend, system, sut: null }, { sut, folder, shown });
    return { files: shown };
  } catch (error) {
    if (!(error instanceof FolderTaken)) throw error;
    return { files: null, unkept: error.message };
  }
}

function told(job: Job, run: RunResult, outcome: Outcome): Omit<JobResult, 'tookMs' | 'files' | 'unkept'> {
  const faults: Partial<Record<FaultKind, number>> = {};
  for (const op of run.history.ops) {
    if (op.type === 'fault-start') faults[op.fault.kind] = (faults[op.fault.kind] ?? 0) + 1;
  }
  return {
    job,
    outcome: outcome.outcome,
    violations: outcome.checks.flatMap(({ invariant, name, result }) =>
      result.result === 'violated' ? [{ invariant, name, because: result.because }] : [],
    ),
    problems: outcome.problems,
    exposures: Object.fromEntries(
      outcome.checks.flatMap(({ invariant, result }) =>
        result.result === 'holds' ? [[invariant, result.exposure]] : [],
      ),
    ),
    marks: outcome.marks,
    faults,
    lives: livesOf(run.final),
    simulatedMs: simulatedMs(run),
    sha256: run.history.trailer?.sha256 ?? null,
  };
}
