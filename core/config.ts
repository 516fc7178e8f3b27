/**
 * Every setting of the orchestrator: read once at the edge, checked as a whole, frozen. A flag wins over the
 * environment, which wins over the default. No other module reads the environment.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { formatDuration, parseDuration } from './duration.js';
import { ConfigError } from './errors.js';
import { type Budget, formatBudget, parseBudget } from './guardrails/budget.js';
import { formatZone, parseZone, type ZoneMinutes } from './queue-md/zone.js';
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
  readonly durability: (typeof durabilities)[number];
}

type Key = keyof typeof fields;
/** Settings that a flag gives, as typed, under the flag's name. */
export type FlagTexts = Readonly<Partial<Record<Key, { readonly flag: string; readonly text: string }>>>;

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

const durabilities = ['full', 'normal', 'none'] as const;
const yes = ['1', 'true', 'yes', 'on'];
const no = ['0', 'false', 'no', 'off'];

/** A field read from text: `parse` answers null for what is not `expected`. */
function from<T>(expected: string, parse: (text: string) => T | null) {
  return z.string().transform((text, context) => {
    const value = parse(text.trim());
    if (value === null) context.addIssue({ code: 'custom', message: expected });
    return value ?? z.NEVER;
  });
}

function whole(least: number, most: number) {
  return from(`a whole number from ${least} to ${most}`, (text) => {
    const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return count >= least && count <= most ? count : null;
  });
}

function duration(bareUnit: 'ms' | 's' | 'm') {
  return from(`a duration such as 30s or 15m, from 1ms to 24d (a bare number counts ${bareUnit})`, (text) =>
    parseDuration(text, bareUnit),
  );
}

const path = from('a path', (text) => (text === '' ? null : text));
const durabilityText = from(
  `one of ${durabilities.join(', ')}`,
  (text) => durabilities.find((name) => name === text) ?? null,
);
const yesOrNo = from(`one of ${[...yes, ...no].join(', ')}`, (text) => {
  const word = text.toLowerCase();
  return yes.includes(word) ? 'yes' : no.includes(word) ? 'no' : null;
});
const backoffText = from('durations such as 60,180,600 (a bare number counts s)', (text): Backoff | null => {
  const [first, ...rest] = text.split(',').map((step) => parseDuration(step, 's'));
  return first == null || rest.includes(null) ? null : [first, ...rest.filter((step) => step !== null)];
});
const budgetText = from('tokens such as 20000,35000 (soft, hard) or 35000 for both', parseBudget);

/** The schema: what each text must be. */
const fields = {
  ORCH_BASE_DIR: path,
  ORCH_QUEUE_MD: path.nullable(),
  ORCH_DB_PATH: path.nullable(),
  ORCH_LOG_PATH: path.nullable(),
  ORCH_TZ_OFFSET: from('a zone such as +09:00, 9 (hours) or 540 (minutes)', parseZone),
  ORCH_LEASE_SECONDS: duration('s'),
  ORCH_HEARTBEAT_SECONDS: duration('s').nullable(),
  ORCH_RETRY_BACKOFF: backoffText,
  ORCH_MAX_ATTEMPTS: whole(0, 20),
  ORCH_TOKEN_SOFT_LIMIT: whole(1, 1_000_000_000),
  ORCH_TOKEN_HARD_LIMIT: whole(1, 1_000_000_000),
  ORCH_TASK_BUDGET: budgetText.nullable(),
  ORCH_DAY_BUDGET: budgetText.nullable(),
  ORCH_DISPATCHER_INTERVAL: duration('m'),
  ORCH_WATCHDOG_INTERVAL: duration('m').nullable(),
  ORCH_TOP_IN_PROGRESS: whole(0, 1_000),
  ORCH_QUEUE_MD_READ_ONLY: yesOrNo,
  ORCH_WORKER_LIMIT: whole(1, 1_000),
  ORCH_MAX_WORKERS: whole(1, 1_000),
  ORCH_RUN_TIMEOUT_SECONDS: duration('s'),
  ORCH_BUSY_TIMEOUT_MS: duration('ms').nullable(),
  ORCH_BUSY_RETRIES: whole(0, 20),
  ORCH_MAX_STORE_PAGES: whole(1, 1_073_741_823).nullable(),
  ORCH_DURABILITY: durabilityText,
};
const schema = z.object(fields);

/** Defaults as a person would type them; a setting that is not here follows from others. */
const defaults: Readonly<Partial<Record<Key, string>>> = {
  ORCH_BASE_DIR: '.',
  ORCH_TZ_OFFSET: '+09:00',
  ORCH_LEASE_SECONDS: '15m',
  ORCH_RETRY_BACKOFF: '60,180,600',
  ORCH_MAX_ATTEMPTS: '3',
  ORCH_TOKEN_SOFT_LIMIT: '2000',
  ORCH_TOKEN_HARD_LIMIT: '3500',
  ORCH_DISPATCHER_INTERVAL: '1s',
  ORCH_TOP_IN_PROGRESS: '5',
  ORCH_QUEUE_MD_READ_ONLY: '0',
  ORCH_WORKER_LIMIT: '5',
  ORCH_MAX_WORKERS: '3',
  ORCH_RUN_TIMEOUT_SECONDS: '90m',
  ORCH_BUSY_RETRIES: '5',
  ORCH_DURABILITY: 'full',
};

/** Resolves all settings. @throws ConfigError naming the setting, its value and where it came from */
export function resolveConfig(sources: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: FlagTexts;
  readonly cwd: string;
}): ResolvedConfig {
  const keys = Object.keys(fields) as Key[];
  const given = new Map(keys.map((key) => [key, sourceOf(key, sources)]));
  const texts = Object.fromEntries(keys.map((key) => [key, given.get(key)?.text ?? null]));
  const read = schema.safeParse(texts);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw badValue(issue?.message ?? 'a valid value', given.get(issue?.path[0] as Key));
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
  readonly key: Key;
  readonly text: string | null;
  readonly origin: string;
}

function sourceOf(
  key: Key,
  { env, flags }: Pick<Parameters<typeof resolveConfig>[0], 'env' | 'flags'>,
): Source {
  const flag = flags[key];
  if (flag !== undefined) return { key, text: flag.text, origin: `flag ${flag.flag}` };
  const text = env[key];
  if (text !== undefined) return { key, text, origin: 'environment' };
  return { key, text: defaults[key] ?? null, origin: 'default' };
}

function assemble(read: z.output<typeof schema>, cwd: string): Config {
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
  };
}

/** Values that are fine one by one and wrong together. */
function checkRelations(config: Config, given: ReadonlyMap<Key, Source>): void {
  const relations: readonly (readonly [boolean, Key, string])[] = [
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
      `at most ORCH_TOKEN_HARD_LIMIT, which is ${config.budget.hardTokens}`,
    ],
    [
      config.maxWorkers <= config.workerLimit,
      'ORCH_MAX_WORKERS',
      `at most ORCH_WORKER_LIMIT, which is ${config.workerLimit}`,
    ],
  ];
  const broken = relations.find(([holds]) => !holds);
  if (broken !== undefined) throw badValue(broken[2], given.get(broken[1]));
}

function badValue(expected: string, source: Source | undefined): ConfigError {
  const name =
    source?.origin.startsWith('flag ') === true ? source.origin.slice(5) : (source?.key ?? 'a setting');
  const from = source?.origin === 'default' ? ' (its default)' : '';
  return new ConfigError(
    `expected ${name} to be ${expected}, got ${JSON.stringify(source?.text ?? '')}${from}`,
    {
      hint: 'see all settings and their origins with: orch config',
    },
  );
}

function shownValues(config: Config, base: string): Readonly<Record<Key, string>> {
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
  };
}
