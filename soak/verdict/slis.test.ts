import { describe, expect, it } from 'vitest';
import { readLedger } from '../ledger/ledger.js';
import { MadeHistory } from '../testing/made-history.js';
import { computeSlis, meets } from './slis.js';

const read = (made: MadeHistory, intendedAt?: ReadonlyMap<string, number>) =>
  computeSlis({ ledger: readLedger(made.history), final: made.final, ...(intendedAt && { intendedAt }) });
const slisOf = (made: MadeHistory) => read(made).values;

describe('indicators without data', () => {
  it('are null, and null satisfies no objective', () => {
    const values = slisOf(new MadeHistory());

    for (const { value, samples } of Object.values(values)) {
      expect(value).toBeNull();
      expect(samples).toBe(0);
    }
    for (const op of ['>=', '<=', '=='] as const) {
      expect(meets(null, { id: 'any', sli: 'tasks.success_ratio', op, value: 0 })).toBe(false);
    }
  });
});

describe('success ratio', () => {
  it('counts final failures and not the ones a retry mended', () => {
    const made = new MadeHistory().done(0, 10, 'good');
    made
      .enqueue(0, 'mended')
      .claim(0, 'mended', 1)
      .fail(1, 'mended', { fence: 1 })
      .sweep(2, { requeued: ['mended'] });
    made.claim(61_000, 'mended', 2).complete(62_000, 'mended', 2);
    made
      .enqueue(0, 'bad')
      .claim(0, 'bad', 1)
      .fail(1, 'bad', { fence: 1, class: 'permanent' })
      .end('bad', { status: 'FAILED', run: 1 });

    expect(slisOf(made)['tasks.success_ratio']).toEqual({ value: 2 / 3, samples: 3 });
    expect(slisOf(made)['tasks.recovery_ratio']).toEqual({ value: 1 / 2, samples: 2 });
  });

  it('leaves out skipped duplicates and blocked tasks', () => {
    const made = new MadeHistory();
    made.enqueue(0, 'lead', { idempotencyKey: 'k' }).claim(0, 'lead', 1).complete(5, 'lead', 1);
    made
      .enqueue(6, 'twin', { idempotencyKey: 'k' })
      .end('twin', { status: 'DONE', duplicateOf: 'lead' as never });
    made.enqueue(7, 'halted').operate(8, 'cancel', 'halted').end('halted', { status: 'BLOCKED' });

    expect(slisOf(made)['tasks.success_ratio']).toEqual({ value: 1, samples: 1 });
    expect(slisOf(made)['keys.duplicates_stopped_ratio']).toEqual({ value: 1, samples: 1 });
    expect(read(made).skipped).toBe(1);
  });
});

describe('end-to-end latency', () => {
  it('counts from the intended arrival and is told by the number of runs', () => {
    const made = new MadeHistory().done(100, 1_100, 'once');
    made
      .enqueue(100, 'twice')
      .claim(100, 'twice', 1)
      .fail(200, 'twice', { fence: 1 })
      .sweep(300, { requeued: ['twice'] });
    made.claim(61_000, 'twice', 2).complete(62_000, 'twice', 2);

    const { latency } = read(made, new Map([['once', 50]]));

    expect(latency.overall).toMatchObject({ samples: 2, p50: 1_050, p95: 61_900 });
    expect(latency.byRuns.map(({ runs, p95 }) => [runs, p95])).toEqual([
      [1, 1_050],
      [2, 61_900],
    ]);
  });

  it('falls back on the system’s own log when a completion’s answer was lost', () => {
    const made = new MadeHistory().enqueue(0, 'unsure').claim(0, 'unsure', 1);
    const args = { worker: 'w1', task: 'unsure', fence: 1, notes: '' };
    made
      .call(2_000, { op: 'complete', args }, { type: 'info', code: 'CRASH' })
      .end('unsure', { status: 'DONE', run: 1 });
    const base = { seq: 1, task: 'unsure', type: 'done', run: 1, data: {} };
    made.events.push({ ...base, at: made.startedAt + 1_900, from: 'IN_PROGRESS', to: 'DONE' });

    expect(read(made).latency).toMatchObject({ overall: { p50: 1_900 }, unmeasured: 0 });
    expect(slisOf(made)['lease.recovery_ratio'].value).toBeNull();
  });
});

describe('lost tasks', () => {
  it('are those acknowledged and neither ended nor blocked', () => {
    const made = new MadeHistory().done(0, 10, 'good').enqueue(0, 'waiting').enqueue(0, 'gone');
    made.rows.delete('gone');

    expect(slisOf(made)['tasks.lost_count']).toEqual({ value: 2, samples: 3 });
  });
});

describe('duplicate executions', () => {
  it('are two completions of one task', () => {
    const made = new MadeHistory().done(0, 10, 't').complete(20, 't', 1);

    expect(slisOf(made)['exec.duplicate_count'].value).toBe(1);
  });

  it('are two completions of one key', () => {
    const made = new MadeHistory();
    made.enqueue(0, 'a', { idempotencyKey: 'k' }).enqueue(0, 'b', { idempotencyKey: 'k' });
    made.claim(1, 'a', 1).complete(2, 'a', 1).claim(3, 'b', 1).complete(4, 'b', 1);

    expect(slisOf(made)['exec.duplicate_count'].value).toBeGreaterThanOrEqual(1);
    expect(slisOf(made)['keys.duplicates_stopped_ratio']).toEqual({ value: 0, samples: 1 });
  });

  it('are two holders whose leases both live', () => {
    const made = new MadeHistory().enqueue(0, 't').claim(0, 't', 1).claim(59_999, 't', 2);

    expect(slisOf(made)['exec.duplicate_count'].value).toBe(1);
  });

  it('are not a second run after a lost lease', () => {
    const made = new MadeHistory()
      .enqueue(0, 't')
      .claim(0, 't', 1)
      .sweep(60_000, { requeued: ['t'] });
    made.claim(120_000, 't', 2).complete(121_000, 't', 2);

    expect(slisOf(made)['exec.duplicate_count'].value).toBe(0);
  });

  it('are not a claim while an earlier holder’s settlement has no known outcome', () => {
    const made = new MadeHistory().enqueue(0, 't').claim(0, 't', 1);
    const args = { worker: 'w1', task: 't', fence: 1, error: 'x', class: 'transient' as const };
    made.call(1, { op: 'fail', args }, { type: 'info', code: 'CRASH' }).claim(59_000, 't', 2);

    expect(slisOf(made)['exec.duplicate_count'].value).toBe(0);
  });
});

describe('recovery of lost leases', () => {
  it('allows one watchdog interval and five seconds', () => {
    const made = new MadeHistory();
    made.enqueue(0, 'in-time').claim(0, 'in-time', 1).enqueue(0, 'late').claim(0, 'late', 1);
    made.sweep(70_000, { requeued: ['in-time'] }).sweep(70_001, { requeued: ['late'] });

    expect(slisOf(made)['lease.recovery_ratio']).toEqual({ value: 0.5, samples: 2 });
  });

  it('counts a lease that nobody ever recovered', () => {
    const made = new MadeHistory().enqueue(0, 't').claim(0, 't', 1).done(200_000, 200_001, 'other');

    expect(slisOf(made)['lease.recovery_ratio']).toEqual({ value: 0, samples: 1 });
  });

  it('counts from the latest heartbeat', () => {
    const made = new MadeHistory().enqueue(0, 't').claim(0, 't', 1);
    const leaseUntil = made.startedAt + 90_000;
    const args = { worker: 'w1', task: 't', fence: 1, leaseMs: 60_000 };
    made.call(30_000, { op: 'heartbeat', args }, { type: 'ok', value: { leaseUntil } });
    made.sweep(95_000, { requeued: ['t'] });

    expect(slisOf(made)['lease.recovery_ratio']).toEqual({ value: 1, samples: 1 });
  });

  it('tells retries by their reason', () => {
    const made = new MadeHistory()
      .enqueue(0, 'f')
      .claim(0, 'f', 1)
      .fail(1, 'f', { fence: 1 })
      .sweep(5, { requeued: ['f'] });
    made
      .enqueue(6, 'l')
      .claim(6, 'l', 1)
      .sweep(60_006, { requeued: ['l'] });
    made.enqueue(60_007, 'o').operate(60_008, 'cancel', 'o').operate(60_009, 'retry', 'o');

    expect(read(made).retries).toEqual({ failed: 1, lease_timeout: 1, operator_retry: 1 });
  });
});

describe('hard exceeds', () => {
  it('are blocked when the report is answered BLOCK and the task stays BLOCKED', () => {
    const made = new MadeHistory()
      .enqueue(0, 'over')
      .claim(0, 'over', 1)
      .report(1, 'over', { tokens: 3_501, action: 'BLOCK' });
    made
      .end('over', { status: 'BLOCKED', run: 1 })
      .enqueue(0, 'at')
      .claim(0, 'at', 1)
      .report(1, 'at', { tokens: 3_500, action: 'ALLOW' });

    expect(slisOf(made)['guardrail.blocked_ratio']).toEqual({ value: 1, samples: 1 });
  });

  it('are not blocked when the task completes all the same', () => {
    const made = new MadeHistory()
      .enqueue(0, 'over')
      .claim(0, 'over', 1)
      .report(1, 'over', { tokens: 3_501, action: 'BLOCK' });
    made.complete(2, 'over', 1);

    expect(slisOf(made)['guardrail.blocked_ratio']).toEqual({ value: 0, samples: 1 });
  });

  it('are not blocked when the report is let through', () => {
    const made = new MadeHistory()
      .enqueue(0, 'over')
      .claim(0, 'over', 1)
      .report(1, 'over', { tokens: 9_000, action: 'ALLOW' });

    expect(slisOf(made)['guardrail.blocked_ratio'].value).toBe(0);
  });
});
