/**
 * Several connections to one file: the second process that looks at a task just before or after the first one moves it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy, Corrupt } from '../../../errors.js';
import { DEFAULT_BUDGET } from '../../../guardrails/budget.js';
import { taskId } from '../../../task/ids.js';
import { DEFAULT_BACKOFF } from '../../../task/retry.js';
import { claimed, draft, found, LEASE, refused, running, story, W1, W2 } from '../../contract/bench.js';
import { type ManualClock, manualClock } from '../../contract/manual-clock.js';
import { openStore, type StoreOptions } from '../../open.js';
import type { Store, Swept } from '../../store.js';
import { prepareSweep } from '../overseeing/sweep.js';
import { beginSession } from '../record/session.js';
import { type Connection, connect } from './connection.js';

let home: string;
let clock: ManualClock;
let options: StoreOptions;
let one: Store;
let other: Store;
let raw: Connection;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-store-'));
  clock = manualClock();
  options = { clock, actor: 'test:case', whenMissing: 'create', durability: 'none' };
  const path = join(home, 'queue.db');
  one = await openStore(path, options);
  other = await openStore(path, { ...options, whenMissing: 'refuse' });
  raw = connect(path, options);
});
afterEach(async () => {
  raw.close();
  await one.close();
  await other.close();
  await rm(home, { recursive: true });
});

/** A pass of a watchdog that is interrupted by `meanwhile` between its look at the store and its first step. */
function interruptedSweep(meanwhile: () => unknown, write = raw.write): Swept {
  const session = beginSession(raw, {
    actor: 'watchdog:slow',
    budget: DEFAULT_BUDGET,
    backoff: DEFAULT_BACKOFF,
  });
  const read = <T>(body: () => T): T => {
    const seen = raw.read(body);
    meanwhile();
    return seen;
  };
  return prepareSweep(session, { read, write })({ limit: 10 });
}

describe('two connections to one store', () => {
  it('see one winner of one task', async () => {
    await one.enqueue(draft('A'));
    const answers = await Promise.all(
      [one, other, one, other].map((store) => store.claim(W1, { leaseFor: LEASE })),
    );
    expect(answers.filter((task) => task !== null)).toHaveLength(1);
  });

  it('see what the other one committed', async () => {
    const { lease } = await running(one);
    await other.complete(lease, { notes: 'done over there' });
    expect(await found(one, 'A')).toMatchObject({ status: 'DONE' });
  });

  it('share one cap on tasks in progress', async () => {
    for (const id of ['A', 'B']) await one.enqueue(draft(id));
    await claimed(one, W1, { maxInProgress: 1 });
    expect(await other.claim(W2, { leaseFor: LEASE, maxInProgress: 1 })).toBeNull();
  });
});

describe('a watchdog that looked at the store before somebody else moved', () => {
  it('does not grant a retry a second time', async () => {
    await running(one);
    clock.advance(LEASE);
    expect(interruptedSweep(() => void other.sweep({ limit: 10 }))).toEqual({ requeued: [], exhausted: [] });
    expect(await found(one, 'A')).toMatchObject({ status: 'PENDING', retries: 1 });
    expect((await story(one, 'A')).filter((type) => type === 'retried')).toHaveLength(1);
  });

  it('does not free a lease that was renewed meanwhile', async () => {
    const { lease } = await running(one);
    clock.advance(LEASE);
    const renewLate = () => {
      clock.jumpTo(lease.until - 1);
      void other.heartbeat(lease, { leaseFor: LEASE });
      clock.jumpTo(lease.until);
    };
    expect(interruptedSweep(renewLate)).toEqual({ requeued: [], exhausted: [] });
    expect(await found(one, 'A')).toMatchObject({ status: 'IN_PROGRESS' });
  });

  it('does not undo what an operator did meanwhile', async () => {
    await running(one);
    clock.advance(LEASE);
    const cancel = () => void other.operate({ kind: 'cancel', id: taskId('A'), by: 'me' });
    expect(interruptedSweep(cancel)).toEqual({ requeued: [], exhausted: [] });
    expect(await found(one, 'A')).toMatchObject({ status: 'BLOCKED', blockedReason: 'operator_cancel' });
  });
});

describe('a pass of the watchdog that is stopped half way', () => {
  /** Lets the first write through, then refuses. */
  function failingAfterOne(error: Error): Connection['write'] {
    let writes = 0;
    return (body) => {
      writes += 1;
      if (writes > 1) throw error;
      return raw.write(body);
    };
  }
  async function twoExpired(): Promise<void> {
    await running(one, 'A');
    clock.advance(1);
    await running(one, 'B');
    clock.advance(LEASE);
  }
  const nothing = () => undefined;

  it('still tells what it moved before the store was locked', async () => {
    await twoExpired();
    expect(interruptedSweep(nothing, failingAfterOne(new Busy('locked')))).toEqual({
      requeued: ['A'],
      exhausted: [],
    });
    expect(await other.sweep({ limit: 10 })).toEqual({ requeued: ['B'], exhausted: [] });
  });

  it('does not hide an error that another pass would not meet at once', async () => {
    await twoExpired();
    expect(() => interruptedSweep(nothing, failingAfterOne(new Corrupt('damaged')))).toThrow('damaged');
  });

  it('is busy when it moved nothing at all', async () => {
    await running(one);
    clock.advance(LEASE);
    raw.db.exec('begin immediate');
    await refused(other.sweep({ limit: 10 }), 'BUSY');
    raw.db.exec('rollback');
  });
});
