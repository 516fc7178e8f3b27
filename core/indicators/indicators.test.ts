import { describe, expect, it } from 'vitest';
import type { EventData, EventType, TaskEvent } from '../task/event.js';
import { eventSeq, taskId } from '../task/ids.js';
import type { Status } from '../task/task.js';
import { type EpochMs, milliseconds, seconds } from '../time.js';
import { indicatorsOf, isStale, type QueueState } from './indicators.js';
import { alertsOf } from './kpi.js';
import { beginTally } from './tally.js';

const IDLE: QueueState = { pending: 0, waitingForBackoff: 0, inFlight: 0, stale: 0, oldestEligibleAge: null };

interface Told {
  readonly data?: EventData;
  readonly step?: readonly [Status | null, Status];
}
type Line = readonly [at: number, id: string, type: EventType, told?: Told];

function eventOf([at, id, type, { data = {}, step } = {}]: Line, index: number): TaskEvent {
  const [from, to] = step ?? [null, null];
  const seq = eventSeq(index + 1);
  return { seq, taskId: taskId(id), type, at: at as EpochMs, actor: 'test:case', run: 1, from, to, data };
}

function figures(lines: readonly Line[], since = 0, openLeases: readonly number[] = []) {
  const { take, tally } = beginTally(since as EpochMs);
  lines.map(eventOf).forEach(take);
  return indicatorsOf({
    tally: tally(),
    asOf: 1_000_000 as EpochMs,
    since: since as EpochMs,
    watchEvery: seconds(1),
    queue: IDLE,
    openLeases: openLeases as readonly EpochMs[],
  });
}

const added = (at: number, id: string): Line => [at, id, 'added', { step: [null, 'PENDING'] }];
const done = (at: number, id: string): Line => [at, id, 'done', { step: ['IN_PROGRESS', 'DONE'] }];
const failed = (at: number, id: string, data: EventData): Line => [
  at,
  id,
  'failed',
  { step: ['IN_PROGRESS', 'FAILED'], data },
];
const INTERIM = { class: 'transient', final: false };
const FINAL = { class: 'permanent', final: true };

describe('the success rate', () => {
  it('counts what ended by itself, and no failure that waits for its retry', () => {
    const lines = [added(1, 'A'), added(1, 'B'), added(1, 'C'), done(5, 'A'), failed(6, 'B', INTERIM)];
    expect(figures(lines)).toMatchObject({ successRate: 1, done: 1, failedFinal: 0 });
    expect(figures([...lines, failed(9, 'C', FINAL)])).toMatchObject({ successRate: 0.5, failedFinal: 1 });
  });

  it('takes the last end of a task that a person put back', () => {
    const replanned: Line = [7, 'A', 'replan', { step: ['FAILED', 'PENDING'] }];
    const lines = [added(1, 'A'), failed(5, 'A', FINAL), replanned];
    expect(figures(lines)).toMatchObject({ successRate: null, failedFinal: 0 });
    expect(figures([...lines, done(9, 'A')])).toMatchObject({ successRate: 1, failedFinal: 0 });
  });

  it('is null when nothing ended, or nothing within the window', () => {
    expect(figures([]).successRate).toBeNull();
    expect(figures([added(1, 'A'), done(5, 'A')], 6).successRate).toBeNull();
  });

  it('leaves duplicates and rows that arrived settled aside', () => {
    const skipped: Line = [
      3,
      'B',
      'idempotency_skipped',
      { step: ['PENDING', 'DONE'], data: { duplicate_of: 'A' } },
    ];
    const arrived: Line = [3, 'C', 'imported', { step: [null, 'DONE'] }];
    const byHand: Line = [4, 'D', 'resolved', { step: ['PENDING', 'DONE'], data: { duplicate_of: null } }];
    const lines = [added(1, 'A'), added(1, 'B'), added(1, 'D'), done(2, 'A'), skipped, arrived, byHand];
    expect(figures(lines)).toMatchObject({ done: 2, skippedDuplicates: 1, successRate: 1 });
  });
});

describe('the latency', () => {
  it('goes from arrival to the end, by nearest rank', () => {
    const lines = [added(10, 'A'), added(20, 'B'), done(40, 'A'), failed(90, 'B', FINAL)];
    expect(figures(lines).latency).toEqual({ samples: 2, p50: 30, p95: 70, p99: 70, mean: 50 });
  });

  it('is unknown for a task whose arrival the log no longer tells', () => {
    expect(figures([done(40, 'A')])).toMatchObject({ successRate: 1, latency: { samples: 0, p95: null } });
  });
});

describe('recovery', () => {
  it('is the share of troubled tasks that ended DONE', () => {
    const lines = [added(1, 'A'), added(1, 'B'), failed(2, 'A', INTERIM), failed(2, 'B', INTERIM)];
    const lost: Line = [
      8,
      'B',
      'failed',
      { step: ['IN_PROGRESS', 'FAILED'], data: { ...INTERIM, final: true } },
    ];
    expect(figures([...lines, done(5, 'A'), lost]).recovery).toEqual({ rate: 0.5, troubled: 2 });
    expect(figures([added(1, 'A'), done(2, 'A')]).recovery).toEqual({ rate: null, troubled: 0 });
  });

  it('of leases is in time within a watchdog interval and 5 s', () => {
    const expired = (at: number): Line => [at, 'A', 'lease_expired', { data: { lease_until: 10_000 } }];
    expect(figures([expired(16_000), expired(16_001)]).leaseRecovery).toEqual({ rate: 0.5, expired: 2 });
    expect(figures([expired(16_000)], 0, [993_999, 994_000]).leaseRecovery).toEqual({
      rate: 0.5,
      expired: 2,
    });
  });
});

describe('counts', () => {
  it('go by reason and keep to the window', () => {
    const retried = (at: number, reason: string): Line => [at, 'A', 'retried', { data: { reason } }];
    const lines: readonly Line[] = [
      retried(1, 'failed'),
      retried(5, 'failed'),
      retried(6, 'lease_timeout'),
      [7, 'A', 'stale_write_rejected'],
      [8, 'A', 'storage_busy', { data: { refusals: 3 } }],
    ];
    expect(figures(lines, 5)).toMatchObject({
      retries: { total: 2, byReason: { failed: 1, lease_timeout: 1 } },
      staleWritesRejected: 1,
      busyRefusals: 3,
    });
  });
});

describe('alertsOf', () => {
  const limits = {
    maxFailureRate: 0.2,
    maxLatencyP95: milliseconds(100),
    maxStale: 0,
    staleAfter: seconds(1),
  };
  const four = ['A', 'B', 'C', 'D'];

  it('is silent at the limit and speaks above it', () => {
    const lines = [...four, 'E'].flatMap((id) => [
      added(0, id),
      id === 'E' ? failed(100, id, FINAL) : done(100, id),
    ]);
    expect(alertsOf(figures(lines), limits)).toEqual([]);
    const worse = four.flatMap((id) => [added(0, id), id === 'D' ? failed(101, id, FINAL) : done(101, id)]);
    expect(alertsOf({ ...figures(worse), queue: { ...IDLE, stale: 1 } }, limits)).toEqual([
      { indicator: 'failure_rate', value: 0.25, limit: 0.2 },
      { indicator: 'latency_p95_ms', value: 101, limit: 100 },
      { indicator: 'stale_in_progress', value: 1, limit: 0 },
    ]);
  });

  it('takes no data for a broken limit', () => {
    expect(alertsOf(figures([]), limits).map(({ indicator, value }) => [indicator, value])).toEqual([
      ['failure_rate', null],
      ['latency_p95_ms', null],
    ]);
  });
});

describe('isStale', () => {
  const now = 1_000 as EpochMs;
  const running = (until: number, startedAt: number) =>
    ({ status: 'IN_PROGRESS', lease: { until }, startedAt }) as Parameters<typeof isStale>[0];

  it.each([
    ['a lease that ends now', running(1_000, 900), true],
    ['a run at its limit', running(2_000, 500), true],
    ['a healthy run', running(1_001, 501), false],
    ['a task that waits', { status: 'PENDING' } as Parameters<typeof isStale>[0], false],
  ])('judges %s', (_, task, expected) => {
    expect(isStale(task, { now, runLimit: milliseconds(500) })).toBe(expected);
  });
});
