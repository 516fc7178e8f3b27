import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Busy } from '../errors.js';
import { draft, found } from '../store/contract/bench.js';
import { type ManualClock, manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import type { Store, Swept } from '../store/store.js';
import { workerId } from '../task/ids.js';
import { seconds } from '../time.js';
import { type WatchdogParts, watch } from './watchdog.js';

let clock: ManualClock;
let store: Store;
let stop: AbortController;
let swept: Swept[];
let troubles: string[];

beforeEach(async () => {
  clock = manualClock();
  store = await openStore(':memory:', { clock, actor: 'watchdog:test', whenMissing: 'create' });
  stop = new AbortController();
  swept = [];
  troubles = [];
});

afterEach(async () => {
  await store.close();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

function parts(fields: Partial<WatchdogParts> = {}): WatchdogParts {
  return {
    store,
    clock,
    every: seconds(5),
    limit: 2,
    maxTicks: null,
    until: 'stopped',
    stop: stop.signal,
    onSwept: (one) => swept.push(one),
    onTrouble: (error) => troubles.push(error.message),
    ...fields,
  };
}

async function claimAll(...ids: string[]): Promise<void> {
  for (const id of ids) {
    await store.enqueue(draft(id));
    await store.claim(workerId('w1'), { leaseFor: seconds(10) });
  }
}

describe('a watchdog', () => {
  it('returns what lost its worker to the queue, in as many passes as it takes', async () => {
    await claimAll('A', 'B', 'C');
    clock.advance(10_000);
    await watch(parts({ maxTicks: 1 }));
    expect(swept.flatMap(({ requeued }) => requeued)).toEqual(['A', 'B', 'C']);
    expect((await found(store, 'A')).status).toBe('PENDING');
  });

  it('leaves a living lease alone', async () => {
    await claimAll('A');
    clock.advance(9_999);
    await watch(parts({ maxTicks: 1 }));
    expect(swept).toEqual([]);
  });

  it('ends idle only when nothing runs and nothing waits for a retry', async () => {
    await claimAll('A');
    let ended = false;
    const loop = watch(parts({ until: 'idle' })).then(() => {
      ended = true;
    });
    await turn();
    expect(ended).toBe(false);
    clock.advance(10_000);
    await turn();
    await loop;
    expect(swept.flatMap(({ requeued }) => requeued)).toEqual(['A']);
  });

  it('survives a busy store', async () => {
    await claimAll('A');
    clock.advance(10_000);
    let refusals = 1;
    const busy = Object.assign(Object.create(store) as Store, {
      sweep: (terms: { limit: number }) => {
        refusals -= 1;
        return refusals >= 0 ? Promise.reject(new Busy('locked')) : store.sweep(terms);
      },
    });
    const loop = watch(parts({ store: busy, maxTicks: 2 }));
    await turn();
    clock.advance(5_000);
    await loop;
    expect(troubles).toEqual(['locked']);
    expect(swept).toHaveLength(1);
  });

  it('ends when it is stopped', async () => {
    const loop = watch(parts());
    await turn();
    stop.abort();
    await expect(loop).resolves.toBeUndefined();
  });

  it('passes on a bug', async () => {
    const broken = Object.assign(Object.create(store) as Store, {
      sweep: () => Promise.reject(new TypeError('no such statement')),
    });
    await expect(watch(parts({ store: broken }))).rejects.toThrow(TypeError);
  });
});
