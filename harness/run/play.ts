/**
 * Plays a scenario once for the command line: chooses the system, gives it a home, judges the run and leaves its files.
 * A line that is no protocol is the one fault of a system that leaves nothing to judge; it becomes `invalid`.
 */
import type { RunMode } from '../../gates/record/history.js';
import type { Composition } from '../composition.js';
import { judgeRun } from '../outcome/outcome.js';
import { runReal } from '../real/run-real.js';
import { temporaryFolder } from '../real/temporary-folder.js';
import { type Backend, planOn } from '../scenario/plan.js';
import type { Scenario } from '../scenario/scenario.js';
import { simulate } from '../sim/simulate.js';
import type { Capability, SutHandle, SystemUnderTest } from '../sut.js';
import { openArtefact, type RunVerdict, verdictOf } from './artefact.js';
import type { RunResult } from './run.js';

export interface Choice {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly mode: RunMode;
  /** How it is simulated; absent: atomic. */
  readonly backend?: Backend;
  /** Whether the scenario's planted bug is in. */
  readonly system: 'as-it-is' | 'control';
  /** The command line of another system, or null for our own. */
  readonly sut: string | null;
}

export interface Played {
  readonly run: RunResult;
  readonly verdict: RunVerdict;
}

/** The system a choice names. @throws ProtocolError for a command line that does not answer */
export function systemFor(
  choice: Choice,
  { systems }: Composition,
): Promise<SystemUnderTest> | SystemUnderTest {
  if (choice.sut !== null) return systems.stdio(choice.sut);
  const { mode, system, scenario, backend = 'atomic' } = choice;
  const terms = system === 'control' ? { mutant: scenario.control } : {};
  return mode === 'simulated' ? systems.simulated({ ...terms, backend }) : systems.real(terms);
}

/** What the scenario needs and the system lacks; real runs always need several processes. */
export function lacking(scenario: Scenario, sut: SystemUnderTest): readonly Capability[] {
  const needs: readonly Capability[] =
    sut.mode === 'real' ? [...scenario.needs, 'multi-process'] : scenario.needs;
  return [...new Set(needs)].filter((capability) => !sut.capabilities.has(capability));
}

export interface PlayTerms {
  readonly sut: SystemUnderTest;
  /** Takes the four files of the run, and what it keeps when it fails; holds none of them yet. */
  readonly folder: string;
  /** The folder as a person types it. */
  readonly shown: string;
}

/** Plays and judges. @throws ProtocolError, RunOverdue; the folder then holds a run without an end */
export async function play(choice: Choice, { sut, folder, shown }: PlayTerms): Promise<Played> {
  const { scenario, seed, mode, system, backend = 'atomic' } = choice;
  const control = system === 'control' ? scenario.control : null;
  const plan = planOn(backend, scenario.plan(seed, mode));
  const artefact = await openArtefact(folder, plan);
  const home = await temporaryFolder('gate-run-');
  let booted: SutHandle | undefined;
  const keepTraces = async () => {
    const traces = booted?.traces() ?? null;
    if (traces !== null) await artefact.keep(traces);
  };
  try {
    const onBooted = (handle: SutHandle) => {
      booted = handle;
    };
    const terms = { control, home: home.path, sink: artefact.sink, onBooted };
    const run = mode === 'simulated' ? await simulate(plan, sut, terms) : await runReal(plan, sut, terms);
    const verdict = verdictOf(judgeRun(scenario, run), run, {
      says: scenario.says,
      ...(sut.build !== undefined && { build: sut.build }),
      replay: replayLine(choice, shown),
    });
    await artefact.close({ run, verdict });
    if (verdict.outcome !== 'holds') await keepTraces();
    return { run, verdict };
  } catch (error) {
    artefact.abandon();
    // What went wrong first is what to tell of.
    await keepTraces().catch(() => undefined);
    throw error;
  } finally {
    await home.remove();
  }
}

/** What to type to play it again: a simulated run from its plan, a real one from its seed. */
function replayLine({ scenario, seed, mode, system, sut }: Choice, folder: string): string {
  if (mode === 'simulated') return `npx gate scenario replay ${folder}`;
  const options = [`--seed ${seed}`, '--mode real'];
  if (system === 'control') options.push('--control');
  if (sut !== null) options.push(`--sut '${sut}'`);
  return `npx gate scenario run ${scenario.id} ${options.join(' ')}`;
}
