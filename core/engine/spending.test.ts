import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy } from '../errors.js';
import { draft, eventsOf, found, story } from '../store/contract/bench.js';
import { type ManualClock, manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { workerId } from '../task/ids.js';
import type { InProgress } from '../task/task.js';
import { seconds } from '../time.js';
import { type Ending, type Execute, workOn } from './worker.js';

const budgets = {
  budget: { softTokens: 100, hardTokens: 200 },
  taskBudget: { softTokens: 250, hardTokens: 300 },
};
const leaseFor = seconds(30);
let clock: ManualClock;
let store: Store;

beforeEach(async () => {
  clock = manualClock();
  const options = { clock, actor: 'worker:test', whenMissing: 'create' } as const;
  store = await openStore(':memory:', { ...options, ...budgets });
  await store.enqueue(draft('A'));
});

afterEach(async () => {
  await store.close();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function claim(): Promise<InProgress> {
  const task = await store.claim(workerId('w1'), { leaseFor });
  if (task === null) throw new Error('expected a task');
  return task;
}

function work(task: InProgress, execute: Execute, through: Store = store): Promise<Ending> {
  const stop = new AbortController().signal;
  const parts = { store: through, clock, leaseFor, heartbeatEvery: seconds(10), execute, budgets, stop };
  return workOn(task, parts);
}

/** Work that says one use after another, and then goes on until it is stopped. */
function endless(...uses: readonly number[]): Execute {
  return async (_task, signal, spent) => {
    for (const tokens of uses) {
      spent(tokens);
      await turn();
    }
    while (!signal.aborted) await turn();
    return { kind: 'stopped', because: 'told to', report: { tokens: Math.max(...uses), text: null } };
  };
}

const guardrailEvents = async () => (await eventsOf(store, 'A')).filter(({ type }) => type === 'guardrail');

describe('work that goes on', () => {
  it('is stopped by the first use above its hard limit, and ends as the blocked task it is', async () => {
    const ending = await work(await claim(), endless(50, 200, 201, 900));
    expect(ending).toMatchObject({
      kind: 'settled',
      task: { status: 'BLOCKED', blockedReason: 'guardrail', tokensUsed: 201 },
    });
    expect(await story(store, 'A')).toEqual(['added', 'picked', 'guardrail', 'blocked']);
  });

  it('is stopped by a use that takes all runs of its task above their limit', async () => {
    const first = await claim();
    await store.report(first.lease, { tokens: 180, text: null });
    await store.release(first.lease, { reason: 'not finished' });
    const ending = await work(await claim(), endless(100, 120, 121));
    expect(ending).toMatchObject({ task: { status: 'BLOCKED', run: 2, tokensUsed: 121 } });
    expect((await guardrailEvents()).map(({ data }) => data)).toMatchObject([{}, { task_tokens: 301 }]);
  });

  it('hands in nothing before its end while it is within its limits', async () => {
    const ending = await work(await claim(), async (_task, _signal, spent) => {
      for (const tokens of [150, 200]) spent(tokens);
      return { kind: 'done', notes: 'ok', report: { tokens: 200, text: null } };
    });
    expect(ending).toMatchObject({ task: { status: 'DONE' } });
    expect(await guardrailEvents()).toHaveLength(1);
  });

  it('asks once what earlier runs have left, however often it counts', async () => {
    let asked = 0;
    const counting = Object.assign(Object.create(store) as Store, {
      tokensCharged: (...call: Parameters<Store['tokensCharged']>) => {
        asked += 1;
        return store.tokensCharged(...call);
      },
    });
    await work(await claim(), endless(1, 2, 3, 201), counting);
    expect(asked).toBe(1);
  });

  it('is stopped also when the store is busy at first', async () => {
    let refusals = 3;
    const busy = Object.assign(Object.create(store) as Store, {
      report: (...call: Parameters<Store['report']>) => {
        refusals -= 1;
        return refusals >= 0 ? Promise.reject(new Busy('locked')) : store.report(...call);
      },
    });
    const ending = work(await claim(), endless(201), busy);
    for (let second = 0; second < 9; second += 1) {
      clock.advance(1_000);
      await turn();
      await turn();
    }
    expect(await ending).toMatchObject({ task: { status: 'BLOCKED' } });
  });

  it('is judged at its end when nothing could be handed in before', async () => {
    const refusing = Object.assign(Object.create(store) as Store, {
      tokensCharged: () => Promise.reject(new Busy('locked')),
    });
    const ending = work(
      await claim(),
      async (_task, _signal, spent) => {
        spent(201);
        return { kind: 'done', notes: 'ok', report: { tokens: 201, text: null } };
      },
      refusing,
    );
    for (let second = 0; second < 29; second += 1) {
      clock.advance(1_000);
      await turn();
    }
    expect(await ending).toMatchObject({ task: { status: 'BLOCKED' } });
    expect((await found(store, 'A')).tokensUsed).toBe(201);
  });

  it('passes on a bug', async () => {
    const broken = Object.assign(Object.create(store) as Store, {
      report: () => Promise.reject(new TypeError('a bug')),
    });
    await expect(work(await claim(), endless(201), broken)).rejects.toThrow('a bug');
  });
});
