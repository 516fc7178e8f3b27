import { describe, expect, it } from 'vitest';
import { draft } from '../store/contract/bench.js';
import { manualClock } from '../store/contract/manual-clock.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import type { TaskEvent } from '../task/event.js';
import { everyTask, lastEventSeq } from './view.js';

/** A log of `length` events that counts how often it is read. */
function logOf(length: number) {
  const reads = { count: 0 };
  const eventsAfter = async (seq: number) => {
    reads.count += 1;
    return seq < length ? [{ seq: seq + 1 } as TaskEvent] : [];
  };
  return { store: { eventsAfter } as unknown as Store, reads };
}

describe('the last event', () => {
  it.each([0, 1, 2, 3, 7, 8, 9, 1_000, 1_023, 1_024, 1_025, 999_999])('of %d is found', async (length) => {
    expect(await lastEventSeq(logOf(length).store)).toBe(length);
  });

  it('of a million is found in a few dozen reads', async () => {
    const { store, reads } = logOf(1_000_000);
    await lastEventSeq(store);
    expect(reads.count).toBeLessThan(100);
  });
});

it('every task of a store is listed, or all of one state', async () => {
  const store = await openStore(':memory:', {
    clock: manualClock(),
    actor: 'test:view',
    whenMissing: 'create',
  });
  expect(await everyTask(store)).toEqual([]);
  for (const id of ['A', 'B', 'C']) await store.enqueue(draft(id));
  expect((await everyTask(store)).map(({ id }) => id)).toEqual(['A', 'B', 'C']);
  expect(await everyTask(store, 'DONE')).toEqual([]);
  await store.close();
});

it('no task is pushed out of the list by one that is added meanwhile', async () => {
  const store = await openStore(':memory:', {
    clock: manualClock(),
    actor: 'test:view',
    whenMissing: 'create',
  });
  await store.enqueue(draft('A', { priority: 'P2' }));
  const busy: Pick<Store, 'census' | 'list'> = {
    async census() {
      const census = await store.census();
      await store.enqueue(draft('B', { priority: 'P0' }));
      return census;
    },
    list: (query) => store.list(query),
  };

  const listed = await everyTask(busy as Store);

  expect(listed.map(({ id }) => id)).toContain('A');
  await store.close();
});
