/**
 * `gate scenario replay`: plays a written plan again in simulation, compares the two histories byte for byte and what
 * both ended as, and judges the run anew.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryHeader } from '../../../gates/record/history.js';
import type { Composition } from '../../composition.js';
import { temporaryFolder } from '../../real/temporary-folder.js';
import { type Artefact, ArtefactUnreadable, HISTORY_FILE, readArtefact } from '../../run/artefact.js';
import type { Plan } from '../../scenario/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { simulate } from '../../sim/simulate.js';
import type { SystemUnderTest } from '../../sut.js';
import type { Answer } from '../answer.js';
import { type Again, partingOf } from './first-difference.js';
import { ofAnotherBuild, ofAnotherPlan, ofOtherPrograms } from './origin.js';
import { cutShort, identical, madeBy, nondeterministic, realRun, verdictIsAnother } from './replay-answer.js';
import { differences, judgedAnew } from './replay-verdict.js';

/** Replays the run in `folder`. A run with processes has another interleaving each time and cannot be compared. */
export async function replayScenario(folder: string, composition: Composition): Promise<Answer> {
  const artefact = await readArtefact(folder);
  const { plan, history, verdict } = artefact;
  const { mode, control } = history.header;
  if (mode !== 'simulated') return realRun(folder, artefact);
  const scenario = knownScenario(folder, history.header, composition);
  expectPlanted(folder, control, composition);
  const sut = systemOf(artefact, composition);
  const otherPlan = ofAnotherPlan(artefact);
  if (otherPlan.length > 0) return madeBy('plan', otherPlan);
  const otherBuild = ofAnotherBuild(artefact, sut);
  if (otherBuild.length > 0) return madeBy('build', otherBuild);

  const again = await playAgain(plan, { control, sut });
  const before = (await readFile(join(folder, HISTORY_FILE), 'utf8')).trimEnd().split('\n');
  const parting = partingOf({ ...artefact, lines: before }, again);
  if (parting === 'cut short') return cutShort(before.length, again.lines.length);
  const anew = judgedAnew(again.run, scenario, artefact);
  const wrong = verdict === null ? [] : differences(verdict, anew);
  const told = parting === null ? wrong : [parting.what];
  const otherPrograms = ofOtherPrograms(artefact, sut);
  if (told.length > 0 && otherPrograms.length > 0) return madeBy('build', [...told, ...otherPrograms], anew);
  if (parting !== null) return nondeterministic(parting);
  return told.length > 0 ? verdictIsAnother(artefact, told) : identical(folder, { artefact, anew });
}

/** @throws ArtefactUnreadable when a run names a scenario that is not there */
function knownScenario(folder: string, { scenario }: HistoryHeader, { scenarios }: Composition): Scenario {
  const known = scenarios.find(({ id }) => id === scenario);
  if (known !== undefined) return known;
  const ids = scenarios.map(({ id }) => id).join(', ');
  throw new ArtefactUnreadable(
    `expected the scenario in the header of ${join(folder, HISTORY_FILE)} to be one of ${ids}, found "${scenario}"`,
  );
}

/** @throws ArtefactUnreadable when a run names a planted bug that is not there */
function expectPlanted(folder: string, control: string | null, { mutants }: Composition): void {
  const names = mutants.map(({ name }) => name);
  if (control === null || names.includes(control)) return;
  const path = join(folder, HISTORY_FILE);
  throw new ArtefactUnreadable(
    `expected the control in the header of ${path} to be null or one of ${names.join(', ')}, found "${control}"`,
  );
}

function systemOf({ plan, history }: Artefact, { systems }: Composition): SystemUnderTest {
  const { control } = history.header;
  return systems.simulated({
    ...(control !== null && { mutant: control }),
    ...(plan.backend && { backend: plan.backend }),
  });
}

async function playAgain(
  plan: Plan,
  { control, sut }: { readonly control: string | null; readonly sut: SystemUnderTest },
): Promise<Again> {
  const home = await temporaryFolder('gate-replay-');
  const lines: string[] = [];
  try {
    const run = await simulate(plan, sut, { control, home: home.path, sink: (line) => lines.push(line) });
    return { run, lines };
  } finally {
    await home.remove();
  }
}
