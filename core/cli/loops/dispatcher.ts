/** `orch dispatcher`: claims tasks and starts a worker process of its own for each. */
import { type Command, Option } from 'commander';
import { workerProcess } from '../../engine/worker-process.js';
import { formatBudget } from '../../guardrails/budget.js';
import { withOpenStore } from '../with-store.js';
import type { Action, Bind, Context } from '../world.js';
import { openLoopLog } from './loop-log.js';
import { runLoop } from './run-loop.js';
import { executeOf, logsFolder, type RunOptions, withRunOptions } from './run-options.js';

export function addDispatcher(parent: Command, bind: Bind): void {
  withRunOptions(
    parent.command('dispatcher').description('start a worker process for each task'),
    'dispatcher',
  )
    .addOption(new Option('--max-workers <n>', 'worker processes at once'))
    .action(bind(dispatcher));
}

const dispatcher: Action<RunOptions> = async (options, outer) => {
  const log = await openLoopLog('orch dispatcher', options, outer);
  const context: Context = { ...outer, notice: log.notice };
  refuseBadCommand(options, context);
  const { config, world } = context;
  const terms = { actor: `dispatcher:${options.ownerSession}`, whenMissing: 'refuse' } as const;
  const stop = world.stopSignal();
  return withOpenStore(context, terms, (store) => {
    const launch = workerProcess({
      store,
      clock: world.clock,
      command: workerCommand(options, context),
      env: world.env,
      stop,
      hurry: world.hurrySignal(),
      onErrorOutput: (text) => context.notice(text),
    });
    return runLoop({ options, slots: config.maxWorkers, launch, log, stop }, store, context);
  });
};

/** Before the first claim: otherwise every worker would refuse its command line, and every task would fail. */
function refuseBadCommand(options: RunOptions, context: Context): void {
  executeOf(options, context);
}

/**
 * The worker's command line, but for the claim. Every setting that a flag gave here must hold there as well; what the
 * worker says is sentences all the same, for the dispatcher tells of its runs.
 */
function workerCommand(options: RunOptions, context: Context): readonly [string, ...string[]] {
  const { config, world, traceId } = context;
  const shell = options.shell === true ? ['--shell'] : [];
  const settings = ['--db', config.dbPath, '--log-path', config.logPath, '--trace-id', traceId];
  const { taskBudget } = config;
  const kept = [
    ...(taskBudget === null ? [] : ['--task-budget', formatBudget(taskBudget)]),
    ...['--logs', logsFolder(options, context)],
    ...['--permanent-exit', [...options.permanentExit].join(',')],
  ];
  const spans = [
    ...['--lease', `${config.leaseFor}ms`],
    ...['--run-limit', `${config.runLimit}ms`],
    ...['--grace', `${options.grace}ms`],
  ];
  return [...world.self, 'work', '--exec', options.exec, ...shell, ...spans, ...kept, ...settings];
}
