/** `gate scenario shrink | replay`: the arguments of what works on a plan, and who carries them out. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { Composition } from '../../composition.js';
import { PLAN_FILE, readArtefact } from '../../run/artefact.js';
import { expectKnown, RegressionUnreadable, readRegression } from '../../scenario/regression.js';
import { positiveWhole, wholeNumber } from '../../terminal/options.js';
import { type Answer, answerFor, type JsonOption, tell } from '../answer.js';
import { chooseScenario, expectFile, expectFolder, usage } from '../choose.js';
import { replayRegression } from './regression-replay.js';
import { replayScenario } from './replay.js';
import { type ShrinkChoice, shrinkPlan } from './shrink.js';

interface ShrinkOptions extends JsonOption {
  readonly seed?: number;
  readonly control?: true;
  readonly attempts: number;
  readonly seconds: number;
  readonly out?: string;
}

export function addReplay(group: Command, composition: Composition): void {
  const replay = group
    .command('replay')
    .argument('<run>', 'the folder of a simulated run, or the file of a regression')
    .description('play a written plan again: the same history byte for byte, or the same regression')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExit codes of a run: 0 identical, 3 a line differs or the history is invalid, 4 a run with processes, which cannot' +
        '\nbe compared; of a regression: 0 as the file expects, 1 not so; 64 usage.',
    );
  replay.action(async (path: string, options: JsonOption) => {
    if (existsSync(path) && statSync(path).isFile()) {
      tell(await regressionAnswer(replay, path, composition), options);
      return;
    }
    expectFile(replay, join(path, PLAN_FILE), 'a run to replay');
    tell(await replayScenario(path, composition).catch((error) => answerFor(error)), options);
  });
}

async function regressionAnswer(command: Command, path: string, composition: Composition): Promise<Answer> {
  try {
    const regression = readRegression(path);
    expectKnown(path, regression, composition);
    return await replayRegression(regression, composition);
  } catch (error) {
    if (error instanceof RegressionUnreadable) usage(command, error.message);
    throw error;
  }
}

export function addShrink(group: Command, composition: Composition): void {
  const shrink = group.command('shrink');
  shrink
    .argument('<run>', 'the folder of a failing run, or a scenario')
    .description('reduce a failing run to a minimal plan that violates the same invariant')
    .option('--seed <number>', 'of a scenario: which plan; default: 1', wholeNumber)
    .option('--control', 'of a scenario: with its planted bug')
    .option('--attempts <number>', 'most plans to play', positiveWhole, 600)
    .option('--seconds <number>', 'most time to take', positiveWhole, 300)
    .option('--out <file>', 'where to write the plan; default: below reports/regressions')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nFaults go first, then actors, tasks and time; every candidate is played in simulation. Exit codes: 0 shrunk,' +
        '\n3 its files are invalid, 4 the run violates nothing in simulation, 64 usage.',
    );
  shrink.action(async (named: string, options: ShrinkOptions) => {
    const { attempts, seconds, out = null } = options;
    if (out !== null && existsSync(out)) usage(shrink, `expected --out to name a new file, found ${out}`);
    if (out !== null) expectFolder(shrink, 'the folder of --out', dirname(out));
    const shrunk = async (): Promise<Answer> => {
      const failing = existsSync(join(named, PLAN_FILE))
        ? await fromFolder(shrink, { folder: named, options, composition })
        : fromScenario(shrink, { named, options, composition });
      return shrinkPlan({ ...failing, attempts, seconds, out }, composition);
    };
    tell(await shrunk().catch((error) => answerFor(error)), options);
  });
}

type Failing = Pick<ShrinkChoice, 'scenario' | 'plan' | 'mutant'>;

interface ShrinkTerms {
  readonly options: ShrinkOptions;
  readonly composition: Composition;
}

/** A run as `gate scenario run` and `gate explore` leave it: the plan and the planted bug are in its files. */
async function fromFolder(
  command: Command,
  { folder, options, composition }: ShrinkTerms & { readonly folder: string },
): Promise<Failing> {
  if (options.seed !== undefined || options.control)
    usage(command, 'expected no --seed and no --control with a folder: its files say which');
  const { plan, history } = await readArtefact(folder);
  const scenario = chooseScenario(command, composition, plan.scenario);
  const { name } = composition.systems.simulated({});
  const { sut, control } = history.header;
  if (sut.name !== name)
    usage(command, `expected a run of ${name}, which can be simulated, found one of ${sut.name}`);
  return { scenario, plan, mutant: control };
}

function fromScenario(
  command: Command,
  { named, options, composition }: ShrinkTerms & { readonly named: string },
): Failing {
  if (existsSync(named)) expectFile(command, join(named, PLAN_FILE), 'the folder of a run, or a scenario');
  const scenario = chooseScenario(command, composition, named);
  const plan = scenario.plan(options.seed ?? 1, 'simulated');
  return { scenario, plan, mutant: options.control ? scenario.control : null };
}
