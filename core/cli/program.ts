/**
 * The command tree. Parsing chooses a command and its options and does nothing else; `run.ts` carries it out.
 */
import { Command, CommanderError, Option } from 'commander';
import { UsageError } from '../errors.js';
import { addAdd } from './commands/add.js';
import { addConfig } from './commands/config.js';
import { addDone } from './commands/done.js';
import { addEnforceGuardrails } from './commands/enforce-guardrails.js';
import { addEvents } from './commands/events.js';
import { addFail } from './commands/fail.js';
import { addHeartbeat } from './commands/heartbeat.js';
import { addImport } from './commands/import.js';
import { addInit } from './commands/init.js';
import { addIntake } from './commands/intake.js';
import { addList } from './commands/list.js';
import { addMetrics } from './commands/metrics.js';
import { addPick } from './commands/pick.js';
import { addPrune } from './commands/prune.js';
import { addRelease } from './commands/release.js';
import { addRender } from './commands/render.js';
import { addReviewAndRoute } from './commands/review-and-route.js';
import { addServe } from './commands/serve.js';
import { addShow } from './commands/show.js';
import type { GlobalOptions } from './global-options.js';
import { HELP } from './help.js';
import { withJoinedValues } from './joined-values.js';
import { addDispatcher } from './loops/dispatcher.js';
import { addWatchdog } from './loops/watchdog.js';
import { addWork } from './loops/work.js';
import { addConsistencyCheck } from './ops/consistency-check.js';
import { addHealth } from './ops/health.js';
import { addKpi } from './ops/kpi.js';
import { addCancel, addReplan, addResolve, addRetry } from './ops/operate.js';
import { addStatus } from './ops/status.js';
import { addWorkers } from './ops/workers.js';
import { textArgument } from './options/arguments.js';
import type { Answer, Bind, Context } from './world.js';

/** What a command line asks for. */
export type Parsed =
  | {
      readonly kind: 'run';
      readonly command: string;
      /** The task that `--id` names, or null. */
      readonly taskId: string | null;
      readonly globals: GlobalOptions;
      readonly run: Run;
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'refused';
      /** The command as far as it can be told. */
      readonly command: 'ops health' | 'usage';
      readonly error: UsageError;
      readonly globals: GlobalOptions;
    };

type Run = (context: Context) => Promise<Answer>;

const commands = [
  addInit,
  addAdd,
  addIntake,
  addList,
  addShow,
  addEvents,
  addPick,
  addHeartbeat,
  addDone,
  addFail,
  addRelease,
  addEnforceGuardrails,
  addReviewAndRoute,
  addImport,
  addRender,
  addPrune,
  addDispatcher,
  addWork,
  addWatchdog,
  addMetrics,
  addServe,
  addConfig,
];
const operatorCommands = [
  addStatus,
  addWorkers,
  addConsistencyCheck,
  addKpi,
  addHealth,
  addCancel,
  addReplan,
  addRetry,
  addResolve,
];

/** The whole tree, its bodies bound by `bind`. Parsing it prints nothing to the terminal and never ends the process. */
export function commandTree(bind: Bind, show: (text: string) => void): Command {
  const program = new Command('orch')
    .description('run tasks from a queue, under leases')
    .version('', '-V, --version', 'say the version')
    .option('--db <path>', 'the store', textArgument)
    .option('--queue <path>', 'the rendered queue', textArgument)
    .addOption(alias('--db-path <path>', 'db'))
    .addOption(alias('--queue-path <path>', 'queue'))
    .option('--json', 'answer as JSON')
    .option('--trace-id <id>', 'the id of this run in the run log', textArgument)
    .option('--log-path <path>', 'the run log', textArgument)
    .configureHelp(HELP)
    .exitOverride()
    .configureOutput({ writeOut: show, writeErr: () => undefined });
  for (const add of commands) add(program, bind);
  const ops = program.command('ops').description('look at the queue and step in').version('');
  for (const add of operatorCommands) add(ops, bind);
  return program;
}

/** Another name of the option `of`; who gives both is not left to guess which one counts. */
function alias(flags: string, of: string): Option {
  return new Option(flags, `as --${of}`).argParser(textArgument).conflicts(of).hideHelp();
}

/** Reads a command line; `argv` holds the words after the program's name. */
export function parseCommandLine(argv: readonly string[]): Parsed {
  let shown = '';
  let chosen: Parsed | null = null;
  const bind: Bind = (action) => (options, command) => {
    const run: Run = (context) => action(options, context);
    const all = command.optsWithGlobals<GlobalOptions & { readonly id?: string }>();
    chosen = { kind: 'run', command: pathOf(command), taskId: all.id ?? null, globals: all, run };
  };
  const program = commandTree(bind, (text) => {
    shown += text;
  });
  let meant: Command = program;
  for (const command of everyCommand(program)) {
    command.configureOutput({
      outputError: () => {
        meant = command;
      },
    });
  }
  const refused = (error: CommanderError | null): Parsed => ({
    kind: 'refused',
    command: asksForHealth(argv) ? 'ops health' : 'usage',
    error: new UsageError(whatIsOff(error, program), { hint: `see: ${helpOf(meant, argv)}` }),
    globals: program.opts(),
  });
  try {
    program.parse(withJoinedValues(program, argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { kind: 'version' };
    if (error.exitCode === 0) return { kind: 'help', text: shown };
    return refused(error);
  }
  return chosen ?? refused(null);
}

/** The names from below the program down to the command. */
function pathOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent == null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

/** A monitor is answered in its own codes also when its command line is off. */
function asksForHealth(argv: readonly string[]): boolean {
  return argv.some((word, at) => word === 'ops' && argv[at + 1] === 'health');
}

function everyCommand(program: Command): readonly Command[] {
  return [program, ...program.commands.flatMap(everyCommand)];
}

/** The help to look at: that of the command whose line is off. No command at all is told by nobody. */
function helpOf(meant: Command, argv: readonly string[]): string {
  if (meant.parent !== null) return `orch ${pathOf(meant)} --help`;
  return argv[0] === 'ops' ? 'orch ops --help' : 'orch --help';
}

function whatIsOff(error: CommanderError | null, program: Command): string {
  if (error !== null && error.code !== 'commander.help') {
    return error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  }
  const topic = everyCommand(program).flatMap(({ args }) => (args[0] === 'help' ? args.slice(1, 2) : []))[0];
  return topic === undefined ? 'expected a command' : `expected help for a command, got '${topic}'`;
}
