/**
 * `orch work`: claims tasks and runs a command for each, in this process. With `--adopt` it works on one task
 * that a dispatcher has claimed for it.
 */
import type { Command } from 'commander';
import { underGrace } from '../../engine/grace.js';
import { type LeaseThread, openLeaseThread } from '../../engine/lease-thread.js';
import { type WorkerParts, workOn } from '../../engine/worker.js';
import { LeaseLost, UsageError } from '../../errors.js';
import type { Store } from '../../store/store.js';
import type { FencingToken, InProgress, TaskId } from '../../task/task.js';
import { milliseconds } from '../../time.js';
import { EXIT } from '../exit.js';
import { idArgument, tokenArgument, wholeArgument } from '../options/arguments.js';
import { patiently, withOpenStore } from '../with-store.js';
import type { Action, Answer, Bind, Context } from '../world.js';
import { endingAnswer } from './ending-answer.js';
import { type LoopLog, openLoopLog } from './loop-log.js';
import { runLoop } from './run-loop.js';
import { executeOf, type RunOptions, withRunOptions } from './run-options.js';

interface Options extends RunOptions {
  readonly concurrency: number;
  readonly adopt?: TaskId;
  readonly token?: FencingToken;
}

export function addWork(parent: Command, bind: Bind): void {
  withRunOptions(parent.command('work').description('run a command for each task, under a lease'), null)
    .option('--concurrency <n>', 'tasks at once', wholeArgument(1, 1_000), 1)
    .option('--adopt <id>', 'work on this one task, claimed already', idArgument)
    .option('--token <n>', 'the token of the adopted claim', tokenArgument)
    .action(bind(work));
}

const work: Action<Options> = async (options, outer) => {
  if ((options.adopt === undefined) !== (options.token === undefined)) {
    throw new UsageError('expected --adopt and --token together, got only one of them', {
      hint: 'orch pick prints both, the id and the token',
    });
  }
  if (options.concurrency > outer.config.maxWorkers) {
    throw new UsageError(
      `expected --concurrency to be at most ORCH_MAX_WORKERS, which is ${outer.config.maxWorkers}, ` +
        `got ${options.concurrency}`,
      { hint: 'lower --concurrency, or raise ORCH_MAX_WORKERS' },
    );
  }
  const log = await openLoopLog('orch work', options, outer);
  const context: Context = { ...outer, notice: log.notice };
  const execute = executeOf(options, context);
  const { config, world } = context;
  const terms = { actor: `worker:${options.ownerSession}`, whenMissing: 'refuse' } as const;
  return withOpenStore(context, terms, (store) =>
    withLeaseThread(context, terms.actor, ({ keep, dead }) => {
      const { clock } = world;
      const asked = { clock, stop: world.stopSignal(), hurry: world.hurrySignal(), grace: options.grace };
      return underGrace(asked, (halt) => {
        const stop = AbortSignal.any([halt, dead]);
        const { leaseFor, heartbeatEvery, budget, taskBudget } = config;
        const budgets = { budget, taskBudget };
        const parts = { store, clock, leaseFor, heartbeatEvery, keep, execute, budgets, stop };
        if (options.adopt !== undefined) {
          return adopt({ ...options, adopt: options.adopt, log }, parts, context);
        }
        const launch = (task: InProgress) => workOn(task, parts);
        const loop = { options, slots: options.concurrency, launch, log };
        return runLoop({ ...loop, stop: AbortSignal.any([asked.stop, dead]) }, store, context);
      });
    }),
  );
};

async function withLeaseThread<T>(
  { config }: Context,
  actor: string,
  use: (thread: LeaseThread) => Promise<T>,
): Promise<T> {
  const { dbPath: location, durability, maxStorePages, leaseFor, heartbeatEvery, runLimit } = config;
  const store = { actor, durability, ...(maxStorePages === null ? {} : { maxPages: maxStorePages }) };
  const longestRun = milliseconds(runLimit + leaseFor);
  const thread = await openLeaseThread({ location, store, leaseFor, heartbeatEvery, longestRun });
  try {
    return await use(thread);
  } finally {
    await thread.close();
  }
}

async function adopt(
  options: Options & { readonly adopt: TaskId; readonly log: LoopLog },
  parts: WorkerParts,
  context: Context,
): Promise<Answer> {
  const claimed = await patiently(context, () => claimedTask(parts.store, options));
  options.log.claimed(claimed);
  const ending = await workOn(claimed, parts);
  await options.log.ended(ending, claimed, parts.store);
  return {
    ...(await endingAnswer(ending, parts.store)),
    taskId: options.adopt,
    exitCode: ending.kind === 'lost' ? EXIT.stale : EXIT.done,
  };
}

async function claimedTask(store: Store, { adopt: id, token, ownerSession }: Options): Promise<InProgress> {
  const task = id === undefined ? null : await store.find(id);
  if (task?.status === 'IN_PROGRESS' && task.lease.fence === token && task.lease.holder === ownerSession)
    return task;
  throw new LeaseLost(`expected ${id} to be in progress for ${ownerSession} under token ${token}`, {
    hint: `look at it with: orch show --id ${id}`,
  });
}
