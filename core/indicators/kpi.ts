/** The indicators against their limits. Pure. A limit is broken by what is greater; a rate without data breaks it. */
import type { DurationMs } from '../time.js';
import type { Indicators } from './indicators.js';

/** What is still good enough. */
export interface KpiLimits {
  /** Of all ended tasks, 0 to 1. */
  readonly maxFailureRate: number;
  /** From arrival to the end. */
  readonly maxLatencyP95: DurationMs;
  readonly maxStale: number;
  /** From this age on a run in progress is stale, whatever its lease says. */
  readonly staleAfter: DurationMs;
}

/** One broken limit. `value` is null when there is nothing to measure. */
export interface Alert {
  readonly indicator: 'failure_rate' | 'latency_p95_ms' | 'stale_in_progress';
  readonly value: number | null;
  readonly limit: number;
}

/** Every broken limit, in the order of the limits. */
export function alertsOf({ successRate, latency, queue }: Indicators, limits: KpiLimits): readonly Alert[] {
  const failureRate = successRate === null ? null : Math.round((1 - successRate) * 10_000) / 10_000;
  const measured: readonly Alert[] = [
    { indicator: 'failure_rate', value: failureRate, limit: limits.maxFailureRate },
    { indicator: 'latency_p95_ms', value: latency.p95, limit: limits.maxLatencyP95 },
    { indicator: 'stale_in_progress', value: queue.stale, limit: limits.maxStale },
  ];
  return measured.filter(({ value, limit }) => value === null || value > limit);
}
