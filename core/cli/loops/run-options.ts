/** The flags shared by the two commands that run a real command per task, and what is executed by them. */
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type CommandTerms, commandExecute } from '../../engine/command.js';
import { PERMANENT_EXITS } from '../../engine/command-outcome.js';
import { fillWords } from '../../engine/fill-words.js';
import { DEFAULT_BOUNDS, keepOutput } from '../../engine/kept-output.js';
import { splitWords } from '../../engine/split-words.js';
import type { Execute } from '../../engine/worker.js';
import type { WorkerId } from '../../task/task.js';
import { type DurationMs, seconds } from '../../time.js';
import {
  durationArgument,
  exitCodesArgument,
  holderArgument,
  textArgument,
  wholeArgument,
} from '../options/arguments.js';
import type { Context } from '../world.js';
import { type LogOptions, withLogOptions } from './loop-log.js';

export interface RunOptions extends LogOptions {
  readonly exec: string;
  readonly shell?: true;
  readonly ownerSession: WorkerId;
  readonly untilIdle?: true;
  readonly maxTasks?: number;
  readonly maxTicks?: number;
  readonly grace: DurationMs;
  readonly permanentExit: ReadonlySet<number>;
  readonly logs?: string;
}

/** Adds what both commands take. `--lease` and `--poll` are settings and are read with the configuration. */
export function withRunOptions(command: Command, defaultHolder: string | null): Command {
  const holder = new Option('--owner-session <name>', 'who holds the claims').argParser(holderArgument);
  return withLogOptions(command)
    .requiredOption(
      '--exec <command>',
      'what to run for each task; the task is JSON on its input, and {id}, {task}, {success_criteria} and {run} in its ' +
        'words are filled in, but not with --shell',
      textArgument,
    )
    .option(
      '--shell',
      'let a shell read the command instead of splitting it into words; it finds ids in ORCH_TASK_ID and ORCH_RUN',
    )
    .addOption(
      defaultHolder === null ? holder.makeOptionMandatory() : holder.default(defaultHolder as WorkerId),
    )
    .option('--lease <duration>', 'how long a claim lives without a heartbeat')
    .option('--run-limit <duration>', 'how long one run may take')
    .option('--poll <duration>', 'how often to look for work')
    .option('--until-idle', 'end when nothing is pending')
    .option('--max-tasks <n>', 'end after so many claims', wholeArgument(1, 1_000_000_000))
    .option('--max-ticks <n>', 'end after so many looks for work', wholeArgument(1, 1_000_000_000))
    .option('--task-budget <soft,hard>', 'tokens that all runs of one task may use together')
    .option(
      '--day-budget <soft,hard>',
      'tokens of a day: above soft it is said, at hard nothing more is claimed',
    )
    .addOption(
      new Option('--grace <duration>', 'how long commands may go on after a request to stop')
        .argParser(durationArgument)
        .default(seconds(5), '5s'),
    )
    .addOption(
      new Option('--permanent-exit <codes>', 'exit codes that no retry mends')
        .argParser(exitCodesArgument)
        .default(PERMANENT_EXITS, [...PERMANENT_EXITS].join(',')),
    )
    .option(
      '--logs <folder>',
      'where what commands print is kept; beside the run log unless it is given',
      textArgument,
    )
    .addHelpText(
      'after',
      '\nExit code 0 says that the worker ended well, not that the tasks did: their endings are printed one by one and' +
        '\nsummed up, and orch list --status FAILED shows those that failed.',
    );
}

/** The command of `--exec` as what a worker executes. @throws UsageError */
export function executeOf(options: RunOptions, context: Context): Execute {
  const { world, config } = context;
  const wordsFor = wordsOf(options);
  const stopGrace = seconds(Math.min(5, config.heartbeatEvery / 2_000));
  const outputTerms = {
    folder: logsFolder(options, context),
    toldFrom: world.cwd,
    bounds: DEFAULT_BOUNDS,
    onTrouble: (error: Error) => context.notice(`output of a run cannot be kept: ${error.message}`),
  };
  return commandExecute({
    wordsFor,
    env: world.env,
    clock: world.clock,
    runLimit: config.runLimit,
    stopGrace,
    hurry: world.hurrySignal(),
    permanentExits: options.permanentExit,
    keepOutput: (task) => keepOutput(task, outputTerms),
  });
}

/** A shell would read a task's text as its own, so its command is no template. @throws UsageError */
function wordsOf({ exec, shell }: RunOptions): CommandTerms['wordsFor'] {
  if (shell === true) return () => ['/bin/sh', '-c', exec];
  const words = splitWords(exec);
  return (task) => fillWords(words, task);
}

/** Where the output of runs is kept: as given, else beside the run log. */
export function logsFolder({ logs }: Pick<RunOptions, 'logs'>, { world, config }: Context): string {
  return logs === undefined ? dirname(config.logPath) : resolve(world.cwd, logs);
}
