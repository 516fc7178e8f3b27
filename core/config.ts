/**
 * Every setting of the orchestrator: read once at the edge, checked as a whole, frozen. A flag wins over the
 * environment, which wins over the default. No other module reads the environment.
 */
import { resolve } from 'node:path';
import {
  type Durability,
  defaults,
  type ReadSettings,
  type SettingName,
  settingNames,
  settingsSchema,
} from './config-fields.js';
import { formatDuration } from './duration.js';
import { ConfigError } from './errors.js';
import { type Budget, formatBudget } from './guardrails/budget.js';
import type { KpiLimits } from './indicators/kpi.js';
import { formatZone, type ZoneMinutes } from './queue-md/zone.js';
import type { Backoff } from './task/task.js';
import type { DurationMs } from './time.js';
import { milliseconds } from './time.js';

/** The settings in force. Every path is absolute. */
export interface Config {
  readonly dbPath: string;
  readonly queuePath: string;
  readonly logPath: string;
  readonly zone: ZoneMinutes;
  readonly leaseFor: DurationMs;
  readonly heartbeatEvery: DurationMs;
  readonly backoff: Backoff;
  readonly maxRetries: number;
  readonly budget: Budget;
  /** For all runs of one task together, and for all tasks in a day of the zone; null: no limit. */
  readonly taskBudget: Budget | null;
  readonly dayBudget: Budget | null;
  readonly dispatchEvery: DurationMs;
  readonly watchEvery: DurationMs;
  readonly topInProgress: number;
  readonly queueReadOnly: boolean;
  readonly workerLimit: number;
  readonly maxWorkers: number;
  readonly runLimit: DurationMs;
  /** Longest wait for a busy store in one command, spread over `busyRetries` growing waits. */
  readonly busyWait: DurationMs;
  readonly busyRetries: number;
  /** Size limit of the store in pages; null: the disk's. */
  readonly maxStorePages: number | null;
  readonly durability: Durability;
  readonly kpi: KpiLimits;
}

/** Settings that a flag gives, as typed, under the flag's name. */
export type FlagTexts = Readonly<
  Partial<Record<SettingName, { readonly flag: string; readonly text: string }>>
>;

/** One line of `orch config`. */
export interface SettingOrigin {
  readonly variable: string;
  readonly value: string;
  readonly origin: string;
}

export interface ResolvedConfig {
  readonly config: Config;
  readonly origins: readonly SettingOrigin[];
}

/** Resolves all settings. @throws ConfigError naming the setting, its value and where it came from */
export function resolveConfig(sources: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: FlagTexts;
  readonly cwd: string;
}): ResolvedConfig {
  const keys = settingNames;
  const given = new Map(keys.map((key) => [key, sourceOf(key, sources)]));
  const texts = Object.fromEntries(keys.map((key) => [key, given.get(key)?.text ?? null]));
  const read = settingsSchema.safeParse(texts);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw badValue(issue?.message ?? 'a valid value', given.get(issue?.path[0] as SettingName));
  }
  const config = Object.freeze(assemble(read.data, sources.cwd));
  checkRelations(config, given);
  const shown = shownValues(config, resolve(sources.cwd, read.data.ORCH_BASE_DIR));
  const origins = keys.map((variable) => ({
    variable,
    value: shown[variable],
    origin: given.get(variable)?.origin ?? 'default',
  }));
  return { config, origins };
}

interface Source {
  readonly key: SettingName;
  readonly text: string | null;
  readonly origin: string;
}

function sourceOf(
  key: SettingName,
  { env, flags }: Pick<Parameters<typeof resolveConfig>[0], 'env' | 'flags'>,
): Source {
  const flag = flags[key];
  if (flag !== undefined) return { key, text: flag.text, origin: `flag ${flag.flag}` };
  const text = env[key];
  if (text !== undefined) return { key, text, origin: 'environment' };
  return { key, text: defaults[key] ?? null, origin: 'default' };
}

function assemble(read: ReadSettings, cwd: string): Config {
  const base = resolve(cwd, read.ORCH_BASE_DIR);
  const at = (given: string | null, fallback: string) =>
    given === null ? resolve(base, fallback) : resolve(cwd, given);
  const leaseFor = read.ORCH_LEASE_SECONDS;
  const third = milliseconds(Math.max(1, Math.floor(leaseFor / 3)));
  const heartbeatEvery = read.ORCH_HEARTBEAT_SECONDS ?? third;
  return {
    dbPath: at(read.ORCH_DB_PATH, 'db/queue.db'),
    queuePath: at(read.ORCH_QUEUE_MD, 'QUEUE.md'),
    logPath: at(read.ORCH_LOG_PATH, 'logs/orch_runs.jsonl'),
    zone: read.ORCH_TZ_OFFSET,
    leaseFor,
    heartbeatEvery,
    backoff: read.ORCH_RETRY_BACKOFF,
    maxRetries: read.ORCH_MAX_ATTEMPTS,
    budget: { softTokens: read.ORCH_TOKEN_SOFT_LIMIT, hardTokens: read.ORCH_TOKEN_HARD_LIMIT },
    taskBudget: read.ORCH_TASK_BUDGET,
    dayBudget: read.ORCH_DAY_BUDGET,
    dispatchEvery: read.ORCH_DISPATCHER_INTERVAL,
    watchEvery: read.ORCH_WATCHDOG_INTERVAL ?? third,
    topInProgress: read.ORCH_TOP_IN_PROGRESS,
    queueReadOnly: read.ORCH_QUEUE_MD_READ_ONLY === 'yes',
    workerLimit: read.ORCH_WORKER_LIMIT,
    maxWorkers: read.ORCH_MAX_WORKERS,
    runLimit: read.ORCH_RUN_TIMEOUT_SECONDS,
    busyWait: read.ORCH_BUSY_TIMEOUT_MS ?? milliseconds(Math.min(5_000, Math.floor(heartbeatEvery / 2))),
    busyRetries: read.ORCH_BUSY_RETRIES,
    maxStorePages: read.ORCH_MAX_STORE_PAGES,
    durability: read.ORCH_DURABILITY,
    kpi: {
      maxFailureRate: read.ORCH_KPI_MAX_FAILURE_RATE,
      maxLatencyP95: read.ORCH_KPI_MAX_LATENCY_P95_MS ?? read.ORCH_RUN_TIMEOUT_SECONDS,
      maxStale: read.ORCH_KPI_MAX_STALE_IN_PROGRESS,
      staleAfter: read.ORCH_KPI_STALE_MINUTES ?? read.ORCH_RUN_TIMEOUT_SECONDS,
    },
  };
}

/** Values that are fine one by one and wrong together. */
function checkRelations(config: Config, given: ReadonlyMap<SettingName, Source>): void {
  const nameIn = (key: SettingName) => nameOf(given.get(key));
  const relations: readonly (readonly [boolean, SettingName, string])[] = [
    [
      config.heartbeatEvery * 3 <= config.leaseFor,
      'ORCH_HEARTBEAT_SECONDS',
      `at most a third of the lease, which is ${formatDuration(config.leaseFor)}`,
    ],
    [
      config.busyWait < config.heartbeatEvery,
      'ORCH_BUSY_TIMEOUT_MS',
      `shorter than the heartbeat interval, which is ${formatDuration(config.heartbeatEvery)}`,
    ],
    [
      config.budget.softTokens <= config.budget.hardTokens,
      'ORCH_TOKEN_SOFT_LIMIT',
      `at most ${nameIn('ORCH_TOKEN_HARD_LIMIT')}, which is ${config.budget.hardTokens}`,
    ],
    [
      config.maxWorkers <= config.workerLimit,
      'ORCH_MAX_WORKERS',
      `at most ${nameIn('ORCH_WORKER_LIMIT')}, which is ${config.workerLimit}`,
    ],
  ];
  const broken = relations.find(([holds]) => !holds);
  if (broken !== undefined) throw badValue(broken[2], given.get(broken[1]), 'change either of them');
}

function badValue(expected: string, source: Source | undefined, hint?: string): ConfigError {
  const from = source?.origin === 'default' ? ' (its default)' : '';
  return new ConfigError(
    `expected ${nameOf(source)} to be ${expected}, got ${JSON.stringify(source?.text ?? '')}${from}`,
    { hint: hint ?? `set ${nameOf(source)} to such a value${wayBack(source)}` },
  );
}

/** A setting as whoever gave it wrote it: by its flag, or by its variable. */
function nameOf(source: Source | undefined): string {
  return source?.origin.startsWith('flag ') === true ? source.origin.slice(5) : (source?.key ?? 'a setting');
}

/** What else helps against a value that was given: to give none. */
function wayBack(source: Source | undefined): string {
  if (source === undefined || source.origin === 'default') return '';
  const usual = defaults[source.key];
  const without = usual === undefined ? '' : `, which means ${usual}`;
  return source.origin === 'environment'
    ? `, or unset it${without}`
    : `, or leave it out for what ${source.key} says`;
}

function shownValues(config: Config, base: string): Readonly<Record<SettingName, string>> {
  return {
    ORCH_BASE_DIR: base,
    ORCH_QUEUE_MD: config.queuePath,
    ORCH_DB_PATH: config.dbPath,
    ORCH_LOG_PATH: config.logPath,
    ORCH_TZ_OFFSET: formatZone(config.zone),
    ORCH_LEASE_SECONDS: formatDuration(config.leaseFor),
    ORCH_HEARTBEAT_SECONDS: formatDuration(config.heartbeatEvery),
    ORCH_RETRY_BACKOFF: config.backoff.map(formatDuration).join(','),
    ORCH_MAX_ATTEMPTS: `${config.maxRetries}`,
    ORCH_TOKEN_SOFT_LIMIT: `${config.budget.softTokens}`,
    ORCH_TOKEN_HARD_LIMIT: `${config.budget.hardTokens}`,
    ORCH_TASK_BUDGET: config.taskBudget === null ? 'none' : formatBudget(config.taskBudget),
    ORCH_DAY_BUDGET: config.dayBudget === null ? 'none' : formatBudget(config.dayBudget),
    ORCH_DISPATCHER_INTERVAL: formatDuration(config.dispatchEvery),
    ORCH_WATCHDOG_INTERVAL: formatDuration(config.watchEvery),
    ORCH_TOP_IN_PROGRESS: `${config.topInProgress}`,
    ORCH_QUEUE_MD_READ_ONLY: config.queueReadOnly ? '1' : '0',
    ORCH_WORKER_LIMIT: `${config.workerLimit}`,
    ORCH_MAX_WORKERS: `${config.maxWorkers}`,
    ORCH_RUN_TIMEOUT_SECONDS: formatDuration(config.runLimit),
    ORCH_BUSY_TIMEOUT_MS: formatDuration(config.busyWait),
    ORCH_BUSY_RETRIES: `${config.busyRetries}`,
    ORCH_MAX_STORE_PAGES: config.maxStorePages === null ? 'none' : `${config.maxStorePages}`,
    ORCH_DURABILITY: config.durability,
    ORCH_KPI_MAX_FAILURE_RATE: `${config.kpi.maxFailureRate}`,
    ORCH_KPI_MAX_LATENCY_P95_MS: formatDuration(config.kpi.maxLatencyP95),
    ORCH_KPI_MAX_STALE_IN_PROGRESS: `${config.kpi.maxStale}`,
    ORCH_KPI_STALE_MINUTES: formatDuration(config.kpi.staleAfter),
  };
}
