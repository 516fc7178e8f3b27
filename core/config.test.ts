import { describe, expect, it } from 'vitest';
import { type FlagTexts, resolveConfig } from './config.js';

function resolved(env: Record<string, string> = {}, flags: FlagTexts = {}) {
  return resolveConfig({ env, flags, cwd: '/work' });
}

describe('the defaults', () => {
  it('are those of the manual', () => {
    const { config } = resolved();
    expect(config).toMatchObject({
      dbPath: '/work/db/queue.db',
      queuePath: '/work/QUEUE.md',
      logPath: '/work/logs/orch_runs.jsonl',
      zone: 540,
      leaseFor: 900_000,
      heartbeatEvery: 300_000,
      backoff: [60_000, 180_000, 600_000],
      maxRetries: 3,
      budget: { softTokens: 2000, hardTokens: 3500 },
      taskBudget: null,
      dayBudget: null,
      maxWorkers: 3,
      runLimit: 5_400_000,
      busyWait: 5_000,
      maxStorePages: null,
      durability: 'full',
      kpi: { maxFailureRate: 0.2, maxLatencyP95: 5_400_000, maxStale: 0, staleAfter: 5_400_000 },
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('follow from the lease where they depend on it', () => {
    const { config } = resolved({ ORCH_LEASE_SECONDS: '3' });
    expect(config).toMatchObject({ heartbeatEvery: 1_000, watchEvery: 1_000, busyWait: 500 });
  });

  it('follow from the run limit where they say how late is too late', () => {
    const { config } = resolved({ ORCH_RUN_TIMEOUT_SECONDS: '60' });
    expect(config.kpi).toMatchObject({ maxLatencyP95: 60_000, staleAfter: 60_000 });
  });
});

describe('precedence', () => {
  it('puts a flag before the environment and the environment before the default, and says so', () => {
    const { config, origins } = resolved(
      { ORCH_LEASE_SECONDS: '60', ORCH_MAX_ATTEMPTS: '1' },
      { ORCH_LEASE_SECONDS: { flag: '--lease', text: '15m' } },
    );
    expect(config.leaseFor).toBe(900_000);
    expect(config.maxRetries).toBe(1);
    const originOf = (name: string) => origins.find(({ variable }) => variable === name);
    expect(originOf('ORCH_LEASE_SECONDS')).toMatchObject({ value: '15m', origin: 'flag --lease' });
    expect(originOf('ORCH_MAX_ATTEMPTS')).toMatchObject({ value: '1', origin: 'environment' });
    expect(originOf('ORCH_BUSY_RETRIES')).toMatchObject({ value: '5', origin: 'default' });
  });

  it('takes default paths from the base folder and given ones from the present folder', () => {
    const { config } = resolved({ ORCH_BASE_DIR: 'run', ORCH_QUEUE_MD: 'Q.md' });
    expect(config.dbPath).toBe('/work/run/db/queue.db');
    expect(config.queuePath).toBe('/work/Q.md');
  });
});

describe('a bad value', () => {
  it.each([
    ['ORCH_BASE_DIR', ''],
    ['ORCH_DB_PATH', ' '],
    ['ORCH_DB_PATH', 'a\0b'],
    ['ORCH_TZ_OFFSET', '+15:00'],
    ['ORCH_TZ_OFFSET', 'Asia/Seoul'],
    ['ORCH_LEASE_SECONDS', '0'],
    ['ORCH_HEARTBEAT_SECONDS', 'soon'],
    ['ORCH_RETRY_BACKOFF', '60,,600'],
    ['ORCH_RETRY_BACKOFF', ''],
    ['ORCH_RETRY_BACKOFF', '60,0'],
    ['ORCH_MAX_ATTEMPTS', '21'],
    ['ORCH_MAX_ATTEMPTS', '-1'],
    ['ORCH_TOKEN_HARD_LIMIT', '3500.5'],
    ['ORCH_TASK_BUDGET', '3500,2000'],
    ['ORCH_DAY_BUDGET', '0'],
    ['ORCH_QUEUE_MD_READ_ONLY', 'perhaps'],
    ['ORCH_BUSY_RETRIES', 'many'],
    ['ORCH_MAX_STORE_PAGES', '0'],
    ['ORCH_DURABILITY', 'FULL'],
    ['ORCH_WATCHDOG_INTERVAL', '2w'],
    ['ORCH_KPI_MAX_FAILURE_RATE', '1.01'],
    ['ORCH_KPI_MAX_STALE_IN_PROGRESS', '-1'],
  ])('of %s, %j, is refused by name and value', (variable, text) => {
    expect(() => resolved({ [variable]: text })).toThrowError(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(variable) }),
    );
    expect(() => resolved({ [variable]: text })).toThrow(`got ${JSON.stringify(text)}`);
  });

  it('of a flag is refused by the flag', () => {
    const flags = { ORCH_LEASE_SECONDS: { flag: '--lease', text: 'long' } };
    expect(() => resolved({}, flags)).toThrow(/^expected --lease to be a duration .*, got "long"$/);
  });

  it.each([
    [{ ORCH_LEASE_SECONDS: 'x' }, {}, 'set ORCH_LEASE_SECONDS to such a value, or unset it, which means 15m'],
    [{ ORCH_DB_PATH: '' }, {}, 'set ORCH_DB_PATH to such a value, or unset it'],
    [
      {},
      { ORCH_LEASE_SECONDS: { flag: '--lease', text: 'x' } },
      'set --lease to such a value, or leave it out for what ORCH_LEASE_SECONDS says',
    ],
    [{ ORCH_TOKEN_HARD_LIMIT: '9' }, {}, 'change either of them'],
  ])('is refused with a step that mends it: %j %j', (env, flags, hint) => {
    expect(() => resolved(env, flags)).toThrowError(expect.objectContaining({ code: 'CONFIG', hint }));
  });
});

describe('values that are wrong together', () => {
  it.each([
    [
      { ORCH_HEARTBEAT_SECONDS: '301' },
      'ORCH_HEARTBEAT_SECONDS to be at most a third of the lease, which is 15m',
    ],
    [{ ORCH_BUSY_TIMEOUT_MS: '5000', ORCH_HEARTBEAT_SECONDS: '5' }, 'ORCH_BUSY_TIMEOUT_MS to be shorter'],
    [
      { ORCH_TOKEN_SOFT_LIMIT: '3501' },
      'ORCH_TOKEN_SOFT_LIMIT to be at most ORCH_TOKEN_HARD_LIMIT, which is 3500',
    ],
    [{ ORCH_MAX_WORKERS: '6' }, 'ORCH_MAX_WORKERS to be at most ORCH_WORKER_LIMIT, which is 5'],
  ])('%j are refused', (env, message) => {
    expect(() => resolved(env)).toThrow(message);
  });

  it('are told by the flags they were given as, and that either may be changed', () => {
    const flags = {
      ORCH_TOKEN_SOFT_LIMIT: { flag: '--soft', text: '100' },
      ORCH_TOKEN_HARD_LIMIT: { flag: '--hard', text: '50' },
    };
    const read = () => resolved({}, flags);
    expect(read).toThrow('expected --soft to be at most --hard, which is 50, got "100"');
    expect(read).toThrow(expect.objectContaining({ hint: 'change either of them' }));
  });

  it('are allowed exactly at their limits', () => {
    const env = {
      ORCH_HEARTBEAT_SECONDS: '300',
      ORCH_TOKEN_SOFT_LIMIT: '3500',
      ORCH_MAX_WORKERS: '9',
      ORCH_WORKER_LIMIT: '9',
    };
    expect(resolved(env).config).toMatchObject({ heartbeatEvery: 300_000, maxWorkers: 9 });
  });
});

describe('words for yes and no', () => {
  it.each(['1', 'true', 'YES', 'on'])('take %s as yes', (text) => {
    expect(resolved({ ORCH_QUEUE_MD_READ_ONLY: text }).config.queueReadOnly).toBe(true);
  });

  it.each(['0', 'false', 'No', 'off'])('take %s as no', (text) => {
    expect(resolved({ ORCH_QUEUE_MD_READ_ONLY: text }).config.queueReadOnly).toBe(false);
  });
});
