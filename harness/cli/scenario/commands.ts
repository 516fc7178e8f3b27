/** `gate scenario list | show | new | run | replay | shrink | prove`: the arguments, and who carries them out. */

import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { readCandidate } from '../../../gates/record/candidate-file.js';
import type { Composition } from '../../composition.js';
import type { Backend } from '../../scenario/plan.js';
import { backendOption, commandLine, positiveWhole, wholeNumber, withJobs } from '../../terminal/options.js';
import { answerFor, type JsonOption, tell } from '../answer.js';
import { chooseScenario, expectFolder, expectNoRun, expectSeeds, usage } from '../choose.js';
import { scenarioListJson, scenarioListText } from './list.js';
import { NotCreated, newScenario } from './new.js';
import { addReplay, addShrink } from './plan-commands.js';
import { proveScenario } from './prove.js';
import { runScenario } from './run.js';
import { foldersOf, runSeeds } from './seeds.js';
import { showScenario } from './show.js';

interface PlanOptions extends JsonOption {
  readonly seed: number;
  readonly mode?: 'sim' | 'real';
}

interface RunOptions extends PlanOptions {
  readonly seeds?: number;
  readonly jobs: number;
  readonly control?: true;
  readonly backend: Backend;
  readonly sut?: string;
  readonly out?: string;
}

interface ProveOptions extends PlanOptions {
  readonly runs: number;
  readonly evidence: string;
}

export function addScenarioCommands(program: Command, composition: Composition): void {
  const group = program
    .command('scenario')
    .description('break the system on purpose and judge what happened');
  addList(group, composition);
  addShow(group, composition);
  addNew(group, composition);
  addRun(group, composition);
  addReplay(group, composition);
  addShrink(group, composition);
  addProve(group, composition);
}

function addList(group: Command, { scenarios }: Composition): void {
  const list = group.command('list').description('every scenario and its planted bug');
  list.option('--json', 'as JSON').action((options: JsonOption) => {
    tell({ text: scenarioListText(scenarios), json: scenarioListJson(scenarios), exitCode: 0 }, options);
  });
}

function addShow(group: Command, composition: Composition): void {
  const show = group.command('show').argument('<scenario>', 'S1, or the full name');
  show
    .description('one scenario in words')
    .option('--seed <number>', 'which plan to show', wholeNumber, 1)
    .option('--json', 'as JSON, plans included')
    .action((named: string, { seed, json }: PlanOptions) => {
      const scenario = chooseScenario(show, composition, named);
      tell(showScenario(scenario, seed), json ? { json } : {});
    });
}

function addNew(group: Command, { scenarios, projectRoot }: Composition): void {
  const create = group
    .command('new')
    .argument('<name>', 'slow-network, or with its number: S30-slow-network');
  create
    .description('write a new scenario file to start from')
    .option('--folder <folder>', 'where the scenarios and their template are; default: scenarios')
    .option('--json', 'as JSON')
    .action(async (name: string, options: JsonOption & { readonly folder?: string }) => {
      const folder = options.folder ?? join(projectRoot, 'scenarios');
      try {
        tell(await newScenario({ name, folder, scenarios }), options);
      } catch (error) {
        if (!(error instanceof NotCreated)) throw error;
        usage(create, error.message);
      }
    });
}

function addRun(group: Command, composition: Composition): void {
  const run = withPlanOptions(group.command('run').description('play one scenario and judge it'))
    .option('--control', 'with its planted bug, which must make it fail')
    .addOption(backendOption())
    .option('--sut <command>', 'another system, behind a command that speaks the protocol', commandLine)
    .option('--seeds <number>', 'so many seeds from --seed on, in simulation', positiveWhole)
    .option(
      '--out <folder>',
      'where to write the run; it may hold none yet; default: below reports/scenarios, where it replaces the one before',
    );
  withJobs(run).addHelpText(
    'after',
    '\nExit codes: 0 it holds, 1 an invariant is violated, 2 the system lacks what the scenario needs, 3 the history is' +
      '\ninvalid, 4 nothing can be said (unknown or unexercised), 64 usage, 70 the harness broke. With --seeds the worst' +
      '\nrun counts: 70, 3, 1, then 4.',
  );
  run.action(async (named: string, options: RunOptions) => {
    refuseMixtures(run, options);
    const scenario = chooseScenario(run, composition, named);
    const { seed, seeds, backend, jobs, control, sut = null, out = null } = options;
    if (out !== null) expectFolder(run, '--out', out);
    if (seeds !== undefined) {
      expectSeeds(run, seed, seeds);
      const mutant = control ? scenario.control : null;
      const terms = { scenario, from: seed, seeds, jobs, mutant, backend, out };
      if (out !== null) expectNoRun(run, foldersOf(terms, composition));
      return tell(await runSeeds(terms, composition), options);
    }
    if (out !== null) expectNoRun(run, [out]);
    const mode = isReal(options) ? 'real' : 'simulated';
    const system = control ? 'control' : 'as-it-is';
    tell(await runScenario({ scenario, seed, mode, backend, system, sut }, { composition, out }), options);
  });
}

/** Ends the command when it asks for things that exclude each other. */
function refuseMixtures(run: Command, options: RunOptions): void {
  const { sut, control, mode, backend, seeds } = options;
  if (sut !== undefined && control) {
    usage(run, 'expected no --control with --sut: the planted bugs are in our own system');
  }
  if (sut !== undefined && mode === 'sim') {
    usage(run, 'expected --mode real with --sut: a system behind a command runs in real time');
  }
  if (backend !== 'atomic' && isReal(options)) {
    usage(run, 'expected --backend with simulation only: no --sut and no --mode real');
  }
  if (seeds !== undefined && isReal(options)) {
    usage(run, 'expected --seeds with simulation only: no --sut and no --mode real');
  }
}

/** Another system runs in real time. */
function isReal({ sut, mode }: RunOptions): boolean {
  return sut !== undefined || mode === 'real';
}

function addProve(group: Command, composition: Composition): void {
  const prove = withPlanOptions(
    group.command('prove').description('leave evidence: it holds, and its bug is caught'),
  );
  prove
    .requiredOption('--evidence <folder>', 'the folder of the candidate')
    .option('--runs <number>', 'runs with the seed and those after it', positiveWhole, 1);
  prove.action(async (named: string, options: ProveOptions) => {
    expectSeeds(prove, options.seed, options.runs);
    await readCandidate(options.evidence);
    const choice = {
      scenario: chooseScenario(prove, composition, named),
      seed: options.seed,
      mode: options.mode === 'sim' ? 'simulated' : 'real',
      sut: null,
    } as const;
    const { evidence, runs } = options;
    tell(
      await proveScenario(choice, { composition, evidence, runs }).catch((error) => answerFor(error)),
      options,
    );
  });
}

function withPlanOptions(command: Command): Command {
  const modes = 'sim: virtual time in this process; real: processes on the wall clock';
  return command
    .argument('<scenario>', 'S1, or the full name')
    .option('--seed <number>', 'which plan: the same seed, the same plan', wholeNumber, 1)
    .addOption(new Option('--mode <mode>', modes).choices(['sim', 'real']))
    .option('--json', 'as JSON');
}
