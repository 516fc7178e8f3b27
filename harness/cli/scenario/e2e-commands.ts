/** `gate e2e list | run`: the arguments, and who carries them out. */

import { type Command, Option } from 'commander';
import { readCandidate } from '../../../gates/record/candidate-file.js';
import type { Composition } from '../../composition.js';
import { columns } from '../../terminal/columns.js';
import { type JsonOption, tell } from '../answer.js';
import { choose } from '../choose.js';
import { runE2eCommand } from './e2e-run.js';

interface RunOptions extends JsonOption {
  readonly evidence?: string;
  readonly out?: string;
}

export function addE2eCommands(program: Command, composition: Composition): void {
  const group = program.command('e2e').description('stories told with the built programs on a real file');
  const list = group.command('list').description('every story').option('--json', 'as JSON');
  list.action((options: JsonOption) => {
    const json = composition.e2e.map(({ id, category, says }) => ({ id, category, says }));
    tell({ text: columns(json.map((story) => Object.values(story))), json, exitCode: 0 }, options);
  });

  const run = group
    .command('run')
    .argument('<story>', 'E2E-01, …')
    .description('play one story')
    .addOption(
      new Option('--evidence <folder>', 'leave it as evidence in the folder of the candidate').conflicts(
        'out',
      ),
    )
    .option('--out <folder>', 'where to write its record; default: below reports/e2e')
    .option('--json', 'as JSON');
  run.action(async (named: string, options: RunOptions) => {
    const { evidence = null, out = null } = options;
    if (evidence !== null) await readCandidate(evidence);
    const e2e = choose({ command: run, what: 'stories', items: composition.e2e }, named);
    tell(await runE2eCommand(e2e, { composition, evidence, out }), options);
  });
}
