/** `orch watchdog`: returns what was lost or may be retried to the queue, at an interval. */
import type { Command } from 'commander';
import { formatDuration } from '../../duration.js';
import { watch } from '../../engine/watchdog.js';
import { wholeArgument } from '../options/arguments.js';
import { withOpenStore } from '../with-store.js';
import { type Action, type Answer, answer, type Bind, type Context } from '../world.js';
import { type LogOptions, openLoopLog, withLogOptions } from './loop-log.js';

interface Options extends LogOptions {
  readonly maxTicks?: number;
  readonly untilIdle?: true;
}

const sweepLimit = 100;

export function addWatchdog(parent: Command, bind: Bind): void {
  withLogOptions(parent.command('watchdog').description('return expired and retryable tasks to the queue'))
    .option('--interval <duration>', 'how often to look; a third of the lease unless it is given')
    .option('--max-ticks <n>', 'end after so many looks', wholeArgument(1, 1_000_000_000))
    .option('--until-idle', 'end when nothing runs and nothing waits for a retry')
    .action(bind(watchdog));
}

const watchdog: Action<Options> = async (options, outer) => {
  const log = await openLoopLog('orch watchdog', options, outer);
  const context: Context = { ...outer, notice: log.notice };
  const { config, world } = context;
  if (config.watchEvery > config.leaseFor / 3) {
    const lease = formatDuration(config.leaseFor);
    context.notice(
      `WARNING interval ${formatDuration(config.watchEvery)} is above a third of the lease of ${lease}`,
    );
  }
  const sum = { requeuedCount: 0, exhaustedCount: 0 };
  await withOpenStore(context, { actor: 'watchdog:orch', whenMissing: 'refuse' }, (store) =>
    watch({
      store,
      clock: world.clock,
      every: config.watchEvery,
      limit: sweepLimit,
      maxTicks: options.maxTicks ?? null,
      until: options.untilIdle === true ? 'idle' : 'stopped',
      stop: world.stopSignal(),
      onSwept: (swept) => {
        sum.requeuedCount += swept.requeued.length;
        sum.exhaustedCount += swept.exhausted.length;
        context.emit(sweptAnswer(swept.requeued, swept.exhausted));
        return log.swept(swept, store);
      },
      onTrouble: (error) => context.notice(error.message),
    }),
  );
  return answer(sum, ({ requeuedCount, exhaustedCount }) =>
    requeuedCount + exhaustedCount === 0 ? 'NOOP' : `requeued=${requeuedCount} exhausted=${exhaustedCount}`,
  );
};

function sweptAnswer(requeued: readonly string[], exhausted: readonly string[]): Answer {
  return answer({ requeued, exhausted }, (swept) => {
    const reset = swept.requeued.length > 0 ? [`RESET ${swept.requeued.join(',')}`] : [];
    const ended = swept.exhausted.length > 0 ? [`EXHAUSTED ${swept.exhausted.join(',')}`] : [];
    return [...reset, ...ended].join('\n');
  });
}
