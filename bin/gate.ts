#!/usr/bin/env node
/**
 * The gate's command line: each word loads its own floor, and nothing else. Usage errors end with 64, bugs with 70.
 */
import { Command, CommanderError } from 'commander';
import { projectRoot, projectVersion } from './project.js';
import { endWithParent } from './rc/ends-with-parent.js';
import { hintAtHelp } from './usage-hint.js';

/** The words of the command line, and where each floor adds its own. */
const floors: Readonly<Record<string, (program: Command) => Promise<void>>> = {
  rc: async (program) => (await import('./rc/rc-command.js')).addRcCommand(program),
  plan: judgements,
  explain: judgements,
  scenario: async (program) => {
    const { addScenarioCommands } = await import('../harness/cli.js');
    const { harnessParts } = await import('./composition.js');
    addScenarioCommands(program, await harnessParts());
  },
  explore: async (program) => {
    const { addExploreCommand } = await import('../harness/cli.js');
    const { harnessParts } = await import('./composition.js');
    addExploreCommand(program, await harnessParts());
  },
  prove: async (program) => {
    const { addProveCommand } = await import('../harness/cli.js');
    const { harnessParts } = await import('./composition.js');
    addProveCommand(program, await harnessParts());
  },
  sut: async (program) => (await import('../harness/cli.js')).addSutCommands(program),
  e2e: async (program) => {
    const { addE2eCommands } = await import('../harness/cli.js');
    const { harnessParts } = await import('./composition.js');
    addE2eCommands(program, await harnessParts());
  },
  soak: async (program) => {
    const { addSoakCommands } = await import('../soak/cli.js');
    const { soakParts } = await import('./composition.js');
    addSoakCommands(program, await soakParts());
  },
  suite: async (program) => (await import('./rc/suite-command.js')).addSuiteCommand(program, projectRoot),
};

async function judgements(program: Command): Promise<void> {
  const { addGateCommands } = await import('../gates/cli.js');
  addGateCommands(program, { projectRoot, now: () => Date.now() });
}

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('gate')
    .description('break it, measure it, judge it')
    .version(projectVersion())
    .exitOverride();
  const load = floors[argv[0] ?? ''];
  for (const add of load === undefined ? new Set(Object.values(floors)) : [load]) await add(program);
  hintAtHelp(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    return exitCodeOf(error);
  }
  return typeof process.exitCode === 'number' ? process.exitCode : 0;
}

/**
 * Help is no error; a mistyped line is 64; what carries an exit code of its own keeps it; anything else is a
 * bug.
 */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
  if (error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number') {
    process.stderr.write(`ERROR ${'code' in error ? String(error.code) : error.name}: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`ERROR INTERNAL: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 70;
}

/** Whoever reads along may stop, as `head` does: what is being done goes on to its end and its exit code. */
function carryOnUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', carryOnUnread);
endWithParent();
process.exitCode = await main(process.argv.slice(2));
