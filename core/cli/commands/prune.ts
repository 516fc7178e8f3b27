/**
 * `orch prune`: deletes tasks that are done and old, a short transaction at a time. Between two of them it pauses for
 * as long as the one before took, so that workers get their turn.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command } from 'commander';
import { formatInstant } from '../../queue-md/zone.js';
import type { Pruned, PruneTerms } from '../../store/pruning.js';
import type { Store } from '../../store/store.js';
import type { WorkerId } from '../../task/task.js';
import { type DurationMs, type EpochMs, milliseconds } from '../../time.js';
import { ageArgument, holderArgument } from '../options/arguments.js';
import { patiently, withOpenStore } from '../with-store.js';
import { type Action, answer, type Bind, type Context } from '../world.js';

interface Options {
  readonly olderThan: DurationMs;
  readonly keysOlderThan?: DurationMs;
  readonly dryRun?: true;
  readonly by: WorkerId;
}

/** Tasks of one transaction. */
const STEP = 500;

export function addPrune(parent: Command, bind: Bind): void {
  parent
    .command('prune')
    .description('delete tasks that are done and old, with their events; failed and blocked ones stay')
    .requiredOption('--older-than <age>', 'how long ago a task was done, such as 30d', ageArgument)
    .option(
      '--keys-older-than <age>',
      'give up idempotency keys as well that were done so long ago: their work may then be run again',
      ageArgument,
    )
    .option('--dry-run', 'say what would go, and change nothing')
    .option('--by <name>', 'who does it, for the record', holderArgument, 'operator' as WorkerId)
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
  const sum = await withOpenStore(context, opening, (store) => pruneAll(store, terms, context));
  const before = formatInstant(settledBefore, context.config.zone);
  return answer({ ...sum, settledBefore, dryRun: dryRun === true }, ({ tasks, events }) =>
    tasks === 0
      ? `NOOP nothing to prune before ${before}`
      : `${dryRun === true ? 'would prune' : 'pruned'} tasks=${tasks} events=${events} before ${before}`,
  );
};

async function pruneAll(
  store: Store,
  terms: PruneTerms,
  context: Context,
): Promise<Pick<Pruned, 'tasks' | 'events'>> {
  const { clock } = context.world;
  const sum = { tasks: 0, events: 0 };
  let from: Pick<PruneTerms, 'below'> = {};
  for (;;) {
    const startedAt = clock.elapsed();
    const { tasks, events, next } = await patiently(context, () => store.prune({ ...terms, ...from }));
    sum.tasks += tasks;
    sum.events += events;
    if (next === null) return sum;
    from = { below: next };
    const took = clock.elapsed() - startedAt;
    if (tasks > 0 && took > 0) await clock.sleep(milliseconds(took));
    else await nextTurn();
  }
}
