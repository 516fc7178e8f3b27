/** The flags shared by the two commands that run a real command per task, and the loop they share. */
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type CommandTerms, commandExecute } from '../engine/command.js';
import { PERMANENT_EXITS } from '../engine/command-outcome.js';
import { type DayState, dayBudget } from '../engine/day-budget.js';
import { dispatch, type Launch } from '../engine/dispatcher.js';
import { DEFAULT_BOUNDS, keepOutput } from '../engine/kept-output.js';
import { splitWords } from '../engine/split-words.js';
import type { Ending, Execute } from '../engine/worker.js';
import { formatMinute } from '../queue-md/zone.js';
import type { Store } from '../store/store.js';
import type { WorkerId } from '../task/task.js';
import { type DurationMs, seconds } from '../time.js';
import {
  durationArgument,
  exitCodesArgument,
  holderArgument,
  textArgument,
  wholeArgument,
} from './arguments.js';
import { type Answer, answer, type Context } from './world.js';

export interface RunOptions {
  readonly exec: string;
  readonly shell?: true;
  readonly ownerSession: WorkerId;
  readonly untilIdle?: true;
  readonly maxTasks?: number;
  readonly grace: DurationMs;
  readonly permanentExit: ReadonlySet<number>;
  readonly logs?: string;
}

/** Adds what both commands take. `--lease` and `--poll` are settings and are read with the configuration. */
export function withRunOptions(command: Command, defaultHolder: string | null): Command {
  const holder = new Option('--owner-session <name>', 'who holds the claims').argParser(holderArgument);
  return command
    .requiredOption(
      '--exec <command>',
      'what to run for each task; the task is JSON on its input',
      textArgument,
    )
    .option('--shell', 'let a shell read the command instead of splitting it into words')
    .addOption(
      defaultHolder === null ? holder.makeOptionMandatory() : holder.default(defaultHolder as WorkerId),
    )
    .option('--lease <duration>', 'how long a claim lives without a heartbeat')
    .option('--run-limit <duration>', 'how long one run may take')
    .option('--poll <duration>', 'how often to look for work')
    .option('--until-idle', 'end when nothing is pending')
    .option('--max-tasks <n>', 'end after so many claims', wholeArgument(1, 1_000_000_000))
    .option('--task-budget <soft,hard>', 'tokens that all runs of one task may use together')
    .option(
      '--day-budget <soft,hard>',
      'tokens of a day: above soft it is said, at hard nothing more is claimed',
    )
    .option(
      '--grace <duration>',
      'how long commands may go on after a request to stop',
      durationArgument,
      seconds(5),
    )
    .option('--permanent-exit <codes>', 'exit codes that no retry mends', exitCodesArgument, PERMANENT_EXITS)
    .option(
      '--logs <folder>',
      'where what commands print is kept; beside the run log unless it is given',
      textArgument,
    );
}

/** The command of `--exec` as what a worker executes. @throws UsageError */
export function executeOf(options: RunOptions, context: Context): Execute {
  const { world, config } = context;
  const words: CommandTerms['words'] =
    options.shell === true ? ['/bin/sh', '-c', options.exec] : splitWords(options.exec);
  const stopGrace = seconds(Math.min(5, config.heartbeatEvery / 2_000));
  const outputTerms = {
    folder: logsFolder(options, context),
    toldFrom: world.cwd,
    bounds: DEFAULT_BOUNDS,
    onTrouble: (error: Error) => context.notice(`output of a run cannot be kept: ${error.message}`),
  };
  return commandExecute({
    words,
    env: world.env,
    clock: world.clock,
    runLimit: config.runLimit,
    stopGrace,
    hurry: world.hurrySignal(),
    permanentExits: options.permanentExit,
    keepOutput: (task) => keepOutput(task, outputTerms),
  });
}

/** Where the output of runs is kept: as given, else beside the run log. */
export function logsFolder({ logs }: RunOptions, { world, config }: Context): string {
  return logs === undefined ? dirname(config.logPath) : resolve(world.cwd, logs);
}

/** Claims and launches until told to stop or done; prints each ending, answers with the sum. */
export async function runLoop(
  run: { readonly options: RunOptions; readonly slots: number; readonly launch: Launch },
  store: Store,
  context: Context,
): Promise<Answer> {
  const { config, world } = context;
  const budget = dayBudgetOf(store, context);
  const endings = { done: 0, failed: 0, blocked: 0, lost: 0, returned: 0 };
  await dispatch({
    store,
    clock: world.clock,
    holder: run.options.ownerSession,
    launch: run.launch,
    leaseFor: config.leaseFor,
    pollEvery: config.dispatchEvery,
    slots: run.slots,
    maxInProgress: config.maxWorkers,
    ...(budget === null ? {} : { mayClaim: budget }),
    maxTasks: run.options.maxTasks ?? null,
    until: run.options.untilIdle === true ? 'idle' : 'stopped',
    stop: world.stopSignal(),
    onEnding: (ending) => {
      endings[bucketOf(ending)] += 1;
      context.emit(endingAnswer(ending));
    },
    onTrouble: (error) => context.notice(error.message),
  });
  return answer(
    { worked: Object.values(endings).reduce((sum, count) => sum + count, 0), ...endings },
    (sum) =>
      sum.worked === 0
        ? 'NOOP'
        : `worked=${sum.worked} done=${sum.done} failed=${sum.failed} blocked=${sum.blocked} lost=${sum.lost} returned=${sum.returned}`,
  );
}

/** What asks before every claim whether the day has tokens left; null when there is no budget a day. */
function dayBudgetOf(store: Store, { config, world, notice }: Context): (() => Promise<boolean>) | null {
  const { dayBudget: budget, zone } = config;
  if (budget === null) return null;
  const onState = ({ state, spent, until }: DayState) =>
    notice(
      state === 'above-soft'
        ? `${spent} tokens are used today, above the soft limit of ${budget.softTokens}`
        : `the day's budget of ${budget.hardTokens} tokens is used up (${spent}); no more claims before ${formatMinute(until, zone)}`,
    );
  return dayBudget({ store, clock: world.clock, zone, budget, onState });
}

/** How one run ended, for people and programs. */
export function endingAnswer(ending: Ending): Answer {
  if (ending.kind === 'lost') {
    return answer(
      { id: ending.taskId, ending: 'lost', because: ending.because },
      ({ id, because }) => `${id} lost: ${because}`,
    );
  }
  const { id, status } = ending.task;
  return answer({ id, ending: 'settled', status }, () => `${id} -> ${status}`);
}

function bucketOf(ending: Ending): 'done' | 'failed' | 'blocked' | 'lost' | 'returned' {
  if (ending.kind === 'lost') return 'lost';
  switch (ending.task.status) {
    case 'DONE':
      return 'done';
    case 'FAILED':
      return 'failed';
    case 'BLOCKED':
      return 'blocked';
    case 'PENDING':
    case 'IN_PROGRESS':
      return 'returned';
  }
}
