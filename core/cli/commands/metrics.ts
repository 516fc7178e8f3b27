/** `orch metrics`: every indicator of the store, and the sum of the run log, as JSON. */
import type { Command } from 'commander';
import { readRunLog } from '../../telemetry/read-run-log.js';
import { measured, type WindowOption, withMeasureOptions } from '../options/measure-options.js';
import { type Action, answer, type Bind } from '../world.js';

export function addMetrics(parent: Command, bind: Bind): void {
  withMeasureOptions(parent.command('metrics').description('print the indicators as JSON')).action(
    bind(metrics),
  );
}

const metrics: Action<WindowOption> = async (options, context) => {
  const indicators = await measured(options, context);
  const runLog = await readRunLog(context.config.logPath);
  return answer({ indicators, runLog }, (value) => JSON.stringify(value, null, 2));
};
