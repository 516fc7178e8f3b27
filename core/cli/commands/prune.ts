/**
 * `orch prune`: deletes tasks that are done and old, a short transaction at a time, and then what their runs printed.
 * Between two of them it pauses for as long as the one before took, so that workers get their turn.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command } from 'commander';
import { formatInstant } from '../../queue-md/zone.js';
import type { PruneTerms } from '../../store/pruning.js';
import type { Store } from '../../store/store.js';
import type { TaskId, WorkerId } from '../../task/task.js';
import { type DurationMs, type EpochMs, milliseconds } from '../../time.js';
import { type ForgetTerms, forgetOutput } from '../forget-output.js';
import { logsFolder } from '../loops/run-options.js';
import { ageArgument, holderArgument, textArgument } from '../options/arguments.js';
import { patiently, withOpenStore } from '../with-store.js';
import { type Action, answer, type Bind, type Context } from '../world.js';

interface Options {
  readonly olderThan: DurationMs;
  readonly keysOlderThan?: DurationMs;
  readonly dryRun?: true;
  readonly by: WorkerId;
  readonly logs?: string;
}

interface Sum {
  readonly tasks: number;
  readonly events: number;
  /** Tasks of whose runs output was kept. */
  readonly outputs: number;
}

/** Tasks of one transaction. */
const STEP = 500;

export function addPrune(parent: Command, bind: Bind): void {
  parent
    .command('prune')
    .description('delete tasks that are done and old, with events and output; failed and blocked ones stay')
    .requiredOption('--older-than <age>', 'how long ago a task was done, such as 30d', ageArgument)
    .option(
      '--keys-older-than <age>',
      'give up idempotency keys as well that were done so long ago: their work may then be run again',
      ageArgument,
    )
    .option('--dry-run', 'say what would go, and change nothing')
    .option('--by <name>', 'who does it, for the record', holderArgument, 'operator' as WorkerId)
    .option('--logs <folder>', 'where output of runs is kept; beside the run log unless given', textArgument)
    .action(bind(prune));
}

const prune: Action<Options> = async (options, context) => {
  const { olderThan, keysOlderThan, dryRun, by } = options;
  const now = context.world.clock.now();
  const agoFrom = (age: DurationMs) => Math.max(0, now - age) as EpochMs;
  const settledBefore = agoFrom(olderThan);
  const terms: PruneTerms = {
    settledBefore,
    ...(keysOlderThan === undefined ? {} : { keysSettledBefore: agoFrom(keysOlderThan) }),
    limit: STEP,
    effect: dryRun === true ? 'rehearse' : 'apply',
  };
  const opening = { actor: `operator:${by}`, whenMissing: 'refuse' } as const;
  const forget = forgetting(options, context);
  const sum = await withOpenStore(context, opening, (store) => pruneAll(store, { terms, forget }, context));
  const before = formatInstant(settledBefore, context.config.zone);
  return answer({ ...sum, settledBefore, dryRun: dryRun === true }, ({ tasks, events, outputs }) =>
    tasks === 0
      ? `NOOP nothing to prune before ${before}`
      : `${dryRun === true ? 'would prune' : 'pruned'} tasks=${tasks} events=${events} outputs=${outputs} before ${before}`,
  );
};

/** What removes, or counts, the output of tasks that are gone; of its troubles the first is told. */
function forgetting(options: Options, context: Context): (ids: readonly TaskId[]) => number {
  let isTold = false;
  const terms: ForgetTerms = {
    folder: logsFolder(options, context),
    effect: options.dryRun === true ? 'rehearse' : 'apply',
    onTrouble(error) {
      if (!isTold) context.notice(`output of a pruned task cannot be removed: ${error.message}`);
      isTold = true;
    },
  };
  return (ids) => forgetOutput(ids, terms);
}

async function pruneAll(
  store: Store,
  how: { readonly terms: PruneTerms; readonly forget: (ids: readonly TaskId[]) => number },
  context: Context,
): Promise<Sum> {
  const { clock } = context.world;
  const sum = { tasks: 0, events: 0, outputs: 0 };
  let from: Pick<PruneTerms, 'below'> = {};
  for (;;) {
    const startedAt = clock.elapsed();
    const { ids, events, next } = await patiently(context, () => store.prune({ ...how.terms, ...from }));
    sum.tasks += ids.length;
    sum.events += events;
    sum.outputs += how.forget(ids);
    if (next === null) return sum;
    from = { below: next };
    const took = clock.elapsed() - startedAt;
    if (ids.length > 0 && took > 0) await clock.sleep(milliseconds(took));
    else await nextTurn();
  }
}
