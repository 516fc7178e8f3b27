/** `ops kpi`: the indicators that matter on one line, and a line for each broken limit. */
import type { Command } from 'commander';
import type { Indicators } from '../../indicators/indicators.js';
import { type Alert, alertsOf } from '../../indicators/kpi.js';
import { EXIT } from '../exit.js';
import {
  measured,
  type WindowOption,
  withLimitOptions,
  withMeasureOptions,
} from '../options/measure-options.js';
import { type Action, answer, type Bind } from '../world.js';

interface Options extends WindowOption {
  readonly failOnAlert?: true;
}

export function addKpi(parent: Command, bind: Bind): void {
  const command = parent.command('kpi').description('hold the indicators against their limits');
  withLimitOptions(withMeasureOptions(command))
    .option('--fail-on-alert', 'end with 4 when a limit is broken')
    .action(bind(kpi));
}

const kpi: Action<Options> = async ({ failOnAlert, ...options }, context) => {
  const indicators = await measured(options, context);
  const alerts = alertsOf(indicators, context.config.kpi);
  const found = failOnAlert === true && alerts.length > 0;
  return answer(
    { indicators, alerts },
    (value) => [kpiLine(value.indicators), ...value.alerts.map(alertLine)].join('\n'),
    { exitCode: found ? EXIT.found : EXIT.done },
  );
};

function kpiLine({ successRate, latency, retries, queue }: Indicators): string {
  const rate = successRate === null ? '-' : `${(successRate * 100).toFixed(2)}%`;
  return (
    `kpi success_rate=${rate} latency_p95_ms=${latency.p95 ?? '-'} latency_avg_ms=${latency.mean ?? '-'} ` +
    `retry_count=${retries.total} stale_in_progress=${queue.stale}`
  );
}

/** A broken limit as one line. */
export function alertLine({ indicator, value, limit }: Alert): string {
  return value === null
    ? `alert ${indicator}: nothing to measure, so the limit of ${limit} is not met`
    : `alert ${indicator}: ${value} is above ${limit}`;
}
