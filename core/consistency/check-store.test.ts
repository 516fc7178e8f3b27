import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draft, running } from '../store/contract/bench.js';
import { manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { checkStore } from './check-store.js';

let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:', { clock: manualClock(), actor: 'test:case', whenMissing: 'create' });
});
afterEach(() => store.close());

describe('the check of a store', () => {
  it('finds more at work than may be', async () => {
    for (const id of ['A', 'B']) await running(store, id);
    expect(await checkStore(store, { cap: 2, zone: 0 })).toEqual([]);
    expect(await checkStore(store, { cap: 1, zone: 0 })).toEqual([
      '2 tasks are in progress, at most 1 may be',
    ]);
  });

  it('says nothing of a task that was pruned while it was looked at', async () => {
    await store.enqueue(draft('A'));
    const cutOff = { ...store, eventsAfter: async () => [] };
    expect(await checkStore(cutOff, { cap: 1, zone: 0 })).toEqual(['task A has no history']);
    expect(await checkStore({ ...cutOff, find: async () => null }, { cap: 1, zone: 0 })).toEqual([]);
  });

  it('reads the store a part at a time, and never as a whole', async () => {
    for (let count = 0; count < 1_100; count += 1) await store.enqueue(draft(`T-${count}`));
    const parts: number[] = [];
    const watched: Store = {
      ...store,
      list: () => Promise.reject(new Error('the whole list was asked for')),
      async tasksAfter(...where) {
        const part = await store.tasksAfter(...where);
        parts.push(part.length);
        return part;
      },
      async eventsAfter(seq, terms) {
        if (terms.taskId === undefined) expect(terms.limit).toBe(1);
        return store.eventsAfter(seq, terms);
      },
    };
    expect(await checkStore(watched, { cap: 1, zone: 0 })).toEqual([]);
    expect(parts).toEqual([1_000, 100]);
  });
});
