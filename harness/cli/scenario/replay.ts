/**
 * `gate scenario replay`: plays a written plan again in simulation, compares the two histories byte for byte and what
 * both ended as, and judges the run anew.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryHeader } from '../../../gates/record/history.js';
import type { Composition } from '../../composition.js';
import type { Outcome } from '../../outcome/outcome.js';
import { temporaryFolder } from '../../real/temporary-folder.js';
import {
  type Artefact,
  ArtefactUnreadable,
  drawTimeline,
  HISTORY_FILE,
  readArtefact,
} from '../../run/artefact.js';
import type { RunResult } from '../../run/run.js';
import type { Plan } from '../../scenario/plan.js';
import type { Scenario } from '../../scenario/scenario.js';
import { simulate } from '../../sim/simulate.js';
import type { SystemUnderTest } from '../../sut.js';
import type { Answer } from '../answer.js';
import { EXIT_CODES } from '../exit-code.js';
import { type Difference, firstDifference, stateLines } from './first-difference.js';
import { ofAnotherBuild, ofAnotherPlan } from './origin.js';
import { pictureLine } from './outcome-text.js';
import { differences, judgedAnew } from './replay-verdict.js';

/** Replays the run in `folder`. A run with processes has another interleaving each time and cannot be compared. */
export async function replayScenario(folder: string, composition: Composition): Promise<Answer> {
  const artefact = await readArtefact(folder);
  const { plan, history } = artefact;
  const { mode, control } = history.header;
  if (mode !== 'simulated') return realRun(folder, artefact);
  const scenario = knownScenario(folder, history.header, composition);
  expectPlanted(folder, control, composition);
  const sut = systemOf(artefact, composition);
  const otherPlan = ofAnotherPlan(artefact);
  if (otherPlan.length > 0) return madeBy('plan', otherPlan);
  const otherBuild = ofAnotherBuild(artefact, sut);
  if (otherBuild.length > 0) return madeBy('build', otherBuild);
  const { run, lines } = await playAgain(plan, { control, sut });
  const before = (await readFile(join(folder, HISTORY_FILE), 'utf8')).trimEnd().split('\n');
  const found = firstDifference(before, lines);
  if (found === null) return identical(folder, { artefact, anew: judgedAnew(run, scenario, artefact) });
  if (history.trailer === null && found.line > before.length) return cutShort(before.length, lines.length);
  if (history.trailer?.sha256 === run.history.trailer?.sha256) return endsOtherwise(artefact, run);
  return nondeterministic(`line ${found.line} differs`, found);
}

function nondeterministic(what: string, found: Difference): Answer {
  const text = `nondeterministic: ${what}\nbefore: ${found.before}\nnow:    ${found.now}`;
  return { text, json: { outcome: 'nondeterministic', ...found }, exitCode: EXIT_CODES.nondeterministic };
}

/** Every line is the same, and what the system was read back as is not. */
function endsOtherwise({ final, history }: Artefact, run: RunResult): Answer {
  const before = final === null ? [JSON.stringify(history.trailer)] : stateLines(final);
  const now = final === null ? [JSON.stringify(run.history.trailer)] : stateLines(run.final);
  const found = firstDifference(before, now) as Difference;
  return nondeterministic(`${history.ops.length + 1} lines are the same, the final state is another`, found);
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

/** What to type instead: it has no other run of the same lines. */
function realRun(folder: string, { history, verdict }: Artefact): Answer {
  const { mode, scenario, seed, control } = history.header;
  const usual = `npx gate scenario run ${scenario} --seed ${seed} --mode real${control === null ? '' : ' --control'}`;
  const replay = verdict?.replay ?? usual;
  const text = `${folder} is a run with processes; its plan is replayed by: ${replay}`;
  return { text, json: { folder, mode, replay }, exitCode: EXIT_CODES.unknown };
}

/** All of it is the same; then so must be what was said of it. Draws what is violated, as the run itself did. */
async function identical(
  folder: string,
  { artefact, anew }: { readonly artefact: Artefact; readonly anew: Outcome },
): Promise<Answer> {
  const { verdict, history } = artefact;
  const { scenario, seed } = history.header;
  const lines = history.ops.length + 2;
  const same = `identical: ${lines} lines of ${scenario} with seed ${seed}`;
  if (verdict === null) {
    const accused = anew.checks.flatMap(({ invariant, result }) =>
      result.result === 'violated' ? [invariant] : [],
    );
    const text = `${same}\nno verdict lies beside it; judged anew: ${accused.join(', ') || 'nothing is violated'}`;
    return { text, json: { outcome: 'identical', lines, accused }, exitCode: EXIT_CODES.holds };
  }
  const wrong = differences(verdict, anew);
  if (wrong.length > 0) {
    const text = `invalid: ${same}, but its verdict is another\n${wrong.map((each) => `- ${each}`).join('\n')}`;
    return { text, json: { outcome: 'invalid', because: wrong }, exitCode: EXIT_CODES.invalid };
  }
  await drawTimeline(folder, { history, verdict });
  const text = `${same}\n${pictureLine(verdict.checks, folder)}`.trimEnd();
  return { text, json: { outcome: 'identical', lines }, exitCode: EXIT_CODES.holds };
}

/** A run that was killed: nothing contradicts it, and nothing is known of its end. */
function cutShort(there: number, whole: number): Answer {
  const because = `the history has no trailer: its ${there} lines are the first of ${whole}`;
  return { text: `unknown: ${because}`, json: { outcome: 'unknown', because }, exitCode: EXIT_CODES.unknown };
}

/** A run that cannot be compared: what differs says nothing of the system. */
function madeBy(what: 'plan' | 'build', because: readonly string[]): Answer {
  const next = what === 'plan' ? 'put its own plan.json back' : 'replay it with the build that made it';
  const text = `invalid: made by another ${what}\n${because.map((each) => `- ${each}`).join('\n')}\nnext: ${next}, or play the run again`;
  return { text, json: { outcome: 'invalid', madeByAnother: what, because }, exitCode: EXIT_CODES.invalid };
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
): Promise<{ readonly run: RunResult; readonly lines: readonly string[] }> {
  const home = await temporaryFolder('gate-replay-');
  const lines: string[] = [];
  try {
    const run = await simulate(plan, sut, { control, home: home.path, sink: (line) => lines.push(line) });
    return { run, lines };
  } finally {
    await home.remove();
  }
}
