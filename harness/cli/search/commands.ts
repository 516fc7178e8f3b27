/** `gate explore` and `gate prove`: the arguments, and who carries them out. */

import { type Command, Option } from 'commander';
import { readCandidate } from '../../../gates/record/candidate-file.js';
import type { Composition } from '../../composition.js';
import type { Backend } from '../../scenario/plan.js';
import { backendOption, positive, positiveWhole, wholeNumber, withJobs } from '../../terminal/options.js';
import { type JsonOption, tell } from '../answer.js';
import { choose, chooseScenario, expectFolder, expectNoRun, expectSeeds, usage } from '../choose.js';
import { exploreSeeds } from './explore.js';
import { exploreAsEvidence } from './explore-evidence.js';
import { foldersMet } from './find-folder.js';
import { proveAll } from './prove.js';
import { proveAsEvidence } from './prove-evidence.js';

interface ScenarioOption {
  readonly scenario?: readonly string[];
}

interface ExploreOptions extends JsonOption, ScenarioOption {
  readonly minutes?: number;
  readonly seeds?: number;
  readonly from: number;
  readonly jobs: number;
  readonly out?: string;
  readonly inTurn?: true;
  readonly backend: Backend;
  readonly evidence?: string;
}

export function addExploreCommand(program: Command, composition: Composition): void {
  const command = program.command('explore');
  withJobs(command)
    .description('search for bugs: seed after seed over all scenarios in simulation, until told to stop')
    .option('--minutes <number>', 'stop after so many minutes', positive)
    .option('--seeds <number>', 'stop after so many seeds', positiveWhole)
    .option('--from <seed>', 'the first seed', wholeNumber, 1)
    .option('--scenario <id...>', 'only these scenarios')
    .option('--in-turn', 'one scenario a seed, in turn, in place of every scenario with every seed')
    .addOption(backendOption())
    .option(
      '--out <folder>',
      'where failing runs are left; it may hold none of these seeds yet; default: reports/explore, where they replace' +
        ' earlier ones',
    )
    .addOption(new Option('--evidence <folder>', "leave evidence in a candidate's folder").conflicts('out'))
    .option('--json', 'the summary as JSON')
    .addHelpText(
      'after',
      '\nEach seed switches on a random subset of all faults. Same seed, same history. An interrupt ends the search in' +
        '\ngood order, with its summary. Exit codes: 0 nothing found, 1 an invariant is violated, 3 a history differs or is' +
        '\ninvalid, 4 nothing was played, 64 usage, 70 the harness broke; of several runs the worst counts, 70, 3, then 1.' +
        '\nMarks that no run reached and invariants without a chance are told and change no exit code: few seeds reach few.',
    );
  command.action(async (options: ExploreOptions) => {
    const { from, jobs, minutes = null, seeds = null, out = null, inTurn, backend, evidence } = options;
    const scenarios = chosenScenarios(command, options, composition).map(({ id }) => id);
    const dealing = inTurn ? 'in-turn' : 'every';
    const terms = { scenarios, from, seeds, dealing, minutes, jobs, backend } as const;
    expectSeeds(command, from, seeds ?? 1);
    if (out !== null) {
      expectFolder(command, '--out', out);
      expectNoRun(command, foldersMet(out, terms));
    }
    if (evidence === undefined) return tell(await exploreSeeds(terms, out, composition), options);
    if (backend !== 'atomic') usage(command, 'expected no --backend with --evidence: evidence is atomic');
    await readCandidate(evidence);
    tell(await exploreAsEvidence(terms, evidence, composition), options);
  });
}

interface ProveOptions extends JsonOption, ScenarioOption {
  readonly mutant?: readonly string[];
  readonly seeds: number;
  readonly jobs: number;
  readonly evidence?: string;
}

export function addProveCommand(program: Command, composition: Composition): void {
  const command = program.command('prove');
  withJobs(command)
    .description('play every planted bug until an invariant that it breaks accuses it')
    .option('--mutant <name...>', 'only these planted bugs')
    .option('--scenario <id...>', 'on these scenarios only')
    .option('--seeds <number>', 'most seeds for each', positiveWhole, 20)
    .addOption(
      new Option('--evidence <folder>', "leave evidence in a candidate's folder").conflicts([
        'mutant',
        'scenario',
      ]),
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nA bug is tried on the scenario whose control it is, on the others that guard what it breaks, then on swarms.' +
        '\nExit codes: 0 all caught and nothing accused without a bug, 1 otherwise, 64 usage.',
    );
  command.action(async (options: ProveOptions) => {
    const { mutant, seeds, jobs, evidence } = options;
    const scenarios = chosenScenarios(command, options, composition);
    const items = composition.mutants.map((bug) => ({ ...bug, id: bug.name }));
    const chosen = mutant?.map((named) => choose({ command, what: 'planted bugs', items }, named));
    const terms = { mutants: chosen ?? composition.mutants, scenarios, seeds, jobs };
    if (evidence === undefined) return tell(await proveAll(terms, composition), options);
    await readCandidate(evidence);
    tell(await proveAsEvidence(terms, evidence, composition), options);
  });
}

/** Those that were named, each once, or all. */
function chosenScenarios(command: Command, { scenario }: ScenarioOption, composition: Composition) {
  const named = scenario?.map((name) => chooseScenario(command, composition, name));
  return [...new Set(named ?? composition.scenarios)];
}
