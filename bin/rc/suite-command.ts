/** `gate suite run`: layers of the project's own tests, left as evidence. */
import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { runSuites, SUITES, type Suite } from '../../harness/suite/run-suites.js';
import { boundAttempts } from './bound-attempt.js';

/** Adds `suite run`. */
export function addSuiteCommand(program: Command, projectRoot: string): void {
  const group = program.command('suite').description("the project's own tests, layer by layer");
  group
    .command('run')
    .description('run one layer, or all in one go, and leave each as evidence')
    .addArgument(new Argument('<suite>').choices([...SUITES, 'all']))
    .requiredOption('--evidence <folder>', 'the folder of the candidate')
    .action(async (suite: Suite | 'all', options: { readonly evidence: string }) => {
      const suites = suite === 'all' ? SUITES : [suite];
      const passed = await runSuites({
        suites,
        projectRoot,
        evidence: resolve(options.evidence),
        openAttempt: boundAttempts(projectRoot),
      });
      process.exitCode = passed ? 0 : 1;
    });
}
