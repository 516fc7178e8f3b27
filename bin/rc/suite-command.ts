/** `gate suite run`: one layer of the project's own tests, left as evidence. */
import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { runSuite, SUITES, type Suite } from '../../harness/suite/run-suite.js';

/** Adds `suite run`. */
export function addSuiteCommand(program: Command, projectRoot: string): void {
  const group = program.command('suite').description("the project's own tests, layer by layer");
  group
    .command('run')
    .description('run one layer and leave the result as evidence')
    .addArgument(new Argument('<suite>').choices(SUITES))
    .requiredOption('--evidence <folder>', 'the folder of the candidate')
    .action(async (suite: Suite, options: { readonly evidence: string }) => {
      const passed = await runSuite({ suite, projectRoot, evidence: resolve(options.evidence) });
      process.exitCode = passed ? 0 : 1;
    });
}
