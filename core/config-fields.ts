/**
 * What the text of each setting must be, and its default. Names and figures are the command line's contract; what
 * follows from them stands in `config.ts`.
 */
import { z } from 'zod';
import { parseDuration } from './duration.js';
import { parseBudget } from './guardrails/budget.js';
import { parseZone } from './queue-md/zone.js';
import type { Backoff } from './task/task.js';

const durabilities = ['full', 'normal', 'none'] as const;
/** What a commit survives, as `StoreOptions` has it. */
export type Durability = (typeof durabilities)[number];

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

/** The engine would read a path only up to a NUL and open another file. */
const path = from('a path', (text) => (text === '' || text.includes('\0') ? null : text));
const durabilityText = from(
  `one of ${durabilities.join(', ')}`,
  (text) => durabilities.find((name) => name === text) ?? null,
);
const yesOrNo = from(`one of ${[...yes, ...no].join(', ')}`, (text) => {
  const word = text.toLowerCase();
  return yes.includes(word) ? 'yes' : no.includes(word) ? 'no' : null;
});
const share = from('a share from 0 to 1 such as 0.2', (text) =>
  /^(0(\.\d{1,4})?|1(\.0{1,4})?)$/.test(text) ? Number(text) : null,
);
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
  ORCH_KPI_MAX_FAILURE_RATE: share,
  ORCH_KPI_MAX_LATENCY_P95_MS: duration('ms').nullable(),
  ORCH_KPI_MAX_STALE_IN_PROGRESS: whole(0, 1_000_000_000),
  ORCH_KPI_STALE_MINUTES: duration('m').nullable(),
};
export const settingsSchema = z.object(fields);

/** The name of a setting: its variable. */
export type SettingName = keyof typeof fields;
/** Every setting as read, before those that follow from others are filled in. */
export type ReadSettings = z.output<typeof settingsSchema>;
/** Every setting, in the order in which they are shown. */
export const settingNames = Object.keys(fields) as readonly SettingName[];

/** The variable of the HTTP server's token. A secret, so it is no setting that `orch config` would show. */
export const TOKEN_VARIABLE = 'ORCH_HTTP_TOKEN';

/** Defaults as a person would type them; a setting that is not here follows from others. */
export const defaults: Readonly<Partial<Record<SettingName, string>>> = {
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
  ORCH_KPI_MAX_FAILURE_RATE: '0.2',
  ORCH_KPI_MAX_STALE_IN_PROGRESS: '0',
};
