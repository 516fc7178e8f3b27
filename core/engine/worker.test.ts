import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy, Corrupt } from '../errors.js';
import { draft, eventsOf, found, story, W2 } from '../store/contract/bench.js';
import { type ManualClock, manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { workerId } from '../task/ids.js';
import type { InProgress } from '../task/task.js';
import { seconds } from '../time.js';
import { type Ending, type Execute, workOn } from './worker.js';

const leaseFor = seconds(30);
const heartbeatEvery = seconds(10);
const done: Execute = async () => ({ kind: 'done', notes: 'did it', report: null });

let clock: ManualClock;
let store: Store;
let stop: AbortController;

beforeEach(async () => {
  clock = manualClock();
  store = await openStore(':memory:', { clock, actor: 'worker:test', whenMissing: 'create' });
  stop = new AbortController();
});

afterEach(async () => {
  await store.close();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function claim(): Promise<InProgress> {
  await store.enqueue(draft('A'));
  return claimAgain();
}

async function claimAgain(): Promise<InProgress> {
  const task = await store.claim(workerId('w1'), { leaseFor });
  if (task === null) throw new Error('expected a task');
  return task;
}

/** Lets `span` seconds go by, one at a time. */
async function pass(span: number): Promise<void> {
  for (let second = 0; second < span; second += 1) {
    clock.advance(1_000);
    await turn();
  }
}

function work(task: InProgress, execute: Execute, through: Store = store): Promise<Ending> {
  return workOn(task, { store: through, clock, leaseFor, heartbeatEvery, execute, stop: stop.signal });
}

/** Work that ends when the test says so, or is told to stop. */
function longWork() {
  let finish: () => void = () => undefined;
  let stopped: unknown = null;
  const execute: Execute = (_task, signal) =>
    new Promise((resolve) => {
      finish = () => resolve({ kind: 'done', notes: 'at last', report: null });
      signal.addEventListener('abort', () => {
        stopped = signal.reason;
        const because = signal.reason instanceof Error ? signal.reason.message : 'stopped';
        resolve({ kind: 'stopped', because, report: null });
      });
    });
  return { execute, finish: () => finish(), stopped: () => stopped };
}

/** A store of which some calls are answered otherwise. */
function storeWith(overrides: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, name) => overrides[name as keyof Store] ?? target[name as keyof Store].bind(target),
  });
}

describe('a worker', () => {
  it('settles what was done', async () => {
    const ending = await work(await claim(), done);
    expect(ending).toMatchObject({ kind: 'settled', task: { status: 'DONE', notes: 'did it' } });
    expect(await story(store, 'A')).toEqual(['added', 'picked', 'done']);
  });

  it('renews its lease at every interval while the work goes on', async () => {
    const work1 = longWork();
    const ending = work(await claim(), work1.execute);
    await pass(95);
    work1.finish();
    expect(await ending).toMatchObject({ kind: 'settled', task: { status: 'DONE' } });
    const types = await story(store, 'A');
    expect(types.filter((type) => type === 'lease_renewed')).toHaveLength(9);
  });

  it('settles a failure with its class', async () => {
    const failing: Execute = async () => ({
      kind: 'failed',
      failure: { error: 'exit code 65', class: 'permanent' },
      report: null,
    });
    const ending = await work(await claim(), failing);
    expect(ending).toMatchObject({
      task: { status: 'FAILED', failureClass: 'permanent', lastError: 'exit code 65' },
    });
  });

  it('fails a run whose work throws, and lives on', async () => {
    const throwing: Execute = () => Promise.reject(new Error('no such place'));
    const ending = await work(await claim(), throwing);
    expect(ending).toMatchObject({ task: { status: 'FAILED', lastError: 'no such place' } });
  });

  it('is blocked by the guardrail when it used too many tokens, done or failed', async () => {
    const report = { tokens: 3501, text: null };
    const failing: Execute = async () => ({
      kind: 'failed',
      failure: { error: 'x', class: 'transient' },
      report,
    });
    const ending = await work(await claim(), failing);
    expect(ending).toMatchObject({ task: { status: 'BLOCKED', blockedReason: 'guardrail' } });
    await store.enqueue(draft('B'));
    const next = await store.claim(W2, { leaseFor });
    const doneOver: Execute = async () => ({ kind: 'done', notes: 'x', report });
    expect(await work(next as InProgress, doneOver)).toMatchObject({ task: { status: 'BLOCKED' } });
  });
});

describe('a worker that is asked to stop', () => {
  it('stops the work and hands the task back, which uses up no retry', async () => {
    const work1 = longWork();
    const ending = work(await claim(), work1.execute);
    await pass(3);
    stop.abort(new Error('worker stopped'));
    expect(await ending).toMatchObject({ task: { status: 'PENDING', retries: 0, lastError: null } });
    expect(await story(store, 'A')).toEqual(['added', 'picked', 'lease_released']);
  });

  it('hands back a task whose work throws when it is stopped', async () => {
    const ending = work(await claim(), (_task, signal) => {
      stop.abort(new Error('worker stopped'));
      return Promise.reject(signal.reason);
    });
    expect(await ending).toMatchObject({
      task: { status: 'PENDING', notes: 'released by w1: worker stopped' },
    });
  });

  it('is blocked all the same when the stopped work had used too many tokens', async () => {
    const report = { tokens: 3501, text: null };
    const ending = work(await claim(), async () => ({ kind: 'stopped', because: 'worker stopped', report }));
    expect(await ending).toMatchObject({ task: { status: 'BLOCKED', blockedReason: 'guardrail' } });
  });

  it('does not begin when it was asked before', async () => {
    stop.abort(new Error('worker stopped'));
    let aborted = false;
    await work(await claim(), async (_task, signal) => {
      aborted = signal.aborted;
      return { kind: 'stopped', because: 'worker stopped', report: null };
    });
    expect(aborted).toBe(true);
  });
});

describe('a worker whose lease is gone', () => {
  it('stops the work and discards its result within two seconds, however far its next heartbeat', async () => {
    const work1 = longWork();
    const ending = work(await claim(), work1.execute);
    await store.operate({ kind: 'cancel', id: (await found(store, 'A')).id, by: 'kim' });
    await pass(2);
    expect(await ending).toMatchObject({ kind: 'lost', taskId: 'A' });
    expect(work1.stopped()).toMatchObject({ code: 'LEASE_LOST' });
    expect((await found(store, 'A')).status).toBe('BLOCKED');
  });

  it('stops the work as soon when another run of its task has begun', async () => {
    const work1 = longWork();
    const task = await claim();
    const ending = work(task, work1.execute);
    await pass(1);
    await store.release(task.lease, { reason: 'by another of the same name' });
    await claimAgain();
    await pass(1);
    const because = 'expected A to be in progress for w1 under token 1, found it IN_PROGRESS at run 2';
    expect(await ending).toEqual({ kind: 'lost', taskId: 'A', because });
  });

  it('works on while the store refuses to be looked at, and renews in time', async () => {
    const work1 = longWork();
    const busy = storeWith({ find: () => Promise.reject(new Busy('locked')) });
    const ending = work(await claim(), work1.execute, busy);
    await pass(15);
    expect(work1.stopped()).toBeNull();
    expect(await story(store, 'A')).toEqual(['added', 'picked', 'lease_renewed']);
    work1.finish();
    expect(await ending).toMatchObject({ task: { status: 'DONE' } });
  });

  it.each(['heartbeat', 'complete'] as const)(
    'ends with the refusal when a %s finds the store damaged',
    async (call) => {
      const work1 = longWork();
      const damaged = storeWith({ [call]: () => Promise.reject(new Corrupt('not a database')) });
      const ending = work(await claim(), work1.execute, damaged);
      ending.catch(() => undefined);
      await pass(10);
      work1.finish();
      await expect(ending).rejects.toMatchObject({ code: 'CORRUPT' });
    },
  );

  it('discards a result that comes after the lease ran out in a frozen process', async () => {
    const task = await claim();
    const ending = await work(task, async () => {
      clock.jumpTo(task.lease.until);
      return { kind: 'done', notes: 'too late', report: null };
    });
    expect(ending).toMatchObject({ kind: 'lost' });
    expect((await eventsOf(store, 'A')).map(({ type }) => type)).not.toContain('done');
  });

  it('stops the work a heartbeat before the end when the store stays busy', async () => {
    const work1 = longWork();
    const busy = storeWith({ heartbeat: () => Promise.reject(new Busy('locked')) });
    const task = await claim();
    const ending = work(task, work1.execute, busy);
    await pass(25);
    expect(await ending).toMatchObject({ kind: 'lost', because: 'locked' });
    expect(clock.now()).toBeLessThan(task.lease.until);
  });
});

describe('a worker whose store is busy for a while', () => {
  it('renews and settles once it is free', async () => {
    const refusals = { heartbeat: 3, complete: 2 };
    const unless = (name: keyof typeof refusals) => {
      refusals[name] -= 1;
      if (refusals[name] >= 0) throw new Busy('locked');
    };
    const busy = storeWith({
      heartbeat: async (...call) => {
        unless('heartbeat');
        return store.heartbeat(...call);
      },
      complete: async (...call) => {
        unless('complete');
        return store.complete(...call);
      },
    });
    const work1 = longWork();
    const ending = work(await claim(), work1.execute, busy);
    await pass(15);
    work1.finish();
    await pass(4);
    expect(await ending).toMatchObject({ kind: 'settled', task: { status: 'DONE' } });
    expect(refusals).toEqual({ heartbeat: -1, complete: -1 });
  });

  it('goes by the lease as it was last renewed, not as it was claimed', async () => {
    const task = await claim();
    let refusals = 3;
    const busy = storeWith({
      heartbeat: async (...call) => {
        if (clock.now() <= task.lease.until) return store.heartbeat(...call);
        refusals -= 1;
        if (refusals >= 0) throw new Busy('locked');
        return store.heartbeat(...call);
      },
    });
    const work1 = longWork();
    const ending = work(task, work1.execute, busy);
    await pass(50);
    work1.finish();
    expect(await ending).toMatchObject({ kind: 'settled', task: { status: 'DONE' } });
    expect(refusals).toBeLessThan(0);
  });

  it('counts the run as lost when it cannot settle before the lease ends', async () => {
    const busy = storeWith({ complete: () => Promise.reject(new Busy('locked')) });
    const ending = work(await claim(), done, busy);
    await pass(31);
    expect(await ending).toMatchObject({ kind: 'lost', because: 'locked' });
    expect((await store.sweep({ limit: 10 })).requeued).toEqual(['A']);
  });
});
