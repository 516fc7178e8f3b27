/** The flags of commands that look at how well the work goes, and the look itself. */
import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../../duration.js';
import type { Indicators } from '../../indicators/indicators.js';
import { measure } from '../../indicators/measure.js';
import type { DurationMs } from '../../time.js';
import { withStore } from '../with-store.js';
import type { Context } from '../world.js';

export interface WindowOption {
  readonly window?: DurationMs;
}

/** Adds `--window`. */
export function withMeasureOptions(command: Command): Command {
  return command.option(
    '--window <duration>',
    'only what ended or happened within this span, such as 24h',
    windowArgument,
  );
}

/** Adds the limits; they are settings and are read with the configuration. */
export function withLimitOptions(command: Command): Command {
  return command
    .option('--max-failure-rate <share>', 'of the ended tasks')
    .option('--max-latency-p95-ms <ms>', 'from arrival to the end; the run limit unless it is given')
    .option('--max-stale-in-progress <n>', 'stale tasks')
    .option('--stale-minutes <n>', 'from when on a run is stale; from the run limit on unless it is given');
}

/** The indicators of the configured store. */
export async function measured({ window }: WindowOption, context: Context): Promise<Indicators> {
  const { config, world } = context;
  const terms = {
    clock: world.clock,
    window: window ?? null,
    watchEvery: config.watchEvery,
    runLimit: config.kpi.staleAfter,
  };
  return withStore(context, { actor: 'operator:measure', whenMissing: 'refuse' }, (store) =>
    measure(store, terms),
  );
}

function windowArgument(text: string): DurationMs {
  const window = parseDuration(text, 'm');
  if (window === null) throw new InvalidArgumentError('Expected a duration such as 30m or 24h, at most 24d.');
  return window;
}
