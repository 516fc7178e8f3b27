/** The flags that are settings, and how they are read from a parsed command line: by the rules of their variables. */
import type { FlagTexts } from '../config.js';
import type { SettingName } from '../config-fields.js';
import type { GlobalOptions } from './global-options.js';

/** Which setting a flag gives. */
export const SETTING_FLAGS = {
  '--db': 'ORCH_DB_PATH',
  '--queue': 'ORCH_QUEUE_MD',
  '--log-path': 'ORCH_LOG_PATH',
  '--lease': 'ORCH_LEASE_SECONDS',
  '--poll': 'ORCH_DISPATCHER_INTERVAL',
  '--interval': 'ORCH_WATCHDOG_INTERVAL',
  '--max-workers': 'ORCH_MAX_WORKERS',
  '--task-budget': 'ORCH_TASK_BUDGET',
  '--day-budget': 'ORCH_DAY_BUDGET',
  '--run-limit': 'ORCH_RUN_TIMEOUT_SECONDS',
  '--top': 'ORCH_TOP_IN_PROGRESS',
  '--max-failure-rate': 'ORCH_KPI_MAX_FAILURE_RATE',
  '--max-latency-p95-ms': 'ORCH_KPI_MAX_LATENCY_P95_MS',
  '--max-stale-in-progress': 'ORCH_KPI_MAX_STALE_IN_PROGRESS',
  '--stale-minutes': 'ORCH_KPI_STALE_MINUTES',
  '--soft': 'ORCH_TOKEN_SOFT_LIMIT',
  '--hard': 'ORCH_TOKEN_HARD_LIMIT',
} as const satisfies Readonly<Record<string, SettingName>>;

type SettingFlag = keyof typeof SETTING_FLAGS;

/** The settings that flags give. */
export function settingsGivenBy(globals: GlobalOptions): FlagTexts {
  const typed: Readonly<Record<SettingFlag, string | undefined>> = {
    '--db': globals.db ?? globals.dbPath,
    '--queue': globals.queue ?? globals.queuePath,
    '--log-path': globals.logPath,
    '--lease': globals.lease,
    '--poll': globals.poll,
    '--interval': globals.interval,
    '--max-workers': globals.maxWorkers,
    '--task-budget': globals.taskBudget,
    '--day-budget': globals.dayBudget,
    '--run-limit': globals.runLimit,
    '--top': globals.top,
    '--max-failure-rate': globals.maxFailureRate,
    '--max-latency-p95-ms': globals.maxLatencyP95Ms,
    '--max-stale-in-progress': globals.maxStaleInProgress,
    '--stale-minutes': globals.staleMinutes,
    '--soft': globals.soft,
    '--hard': globals.hard,
  };
  const given: Record<string, { readonly flag: string; readonly text: string }> = {};
  for (const flag of Object.keys(SETTING_FLAGS) as SettingFlag[]) {
    const text = typed[flag];
    if (text !== undefined) given[SETTING_FLAGS[flag]] = { flag, text };
  }
  return given;
}
