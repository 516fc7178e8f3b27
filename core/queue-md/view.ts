/**
 * What a rendered queue shows: every task in pick order, and the store's last event as of which it is true.
 * The event is read first, so the marker never claims more than the table shows.
 */
import type { Store } from '../store/store.js';
import type { EventSeq, Status, Task } from '../task/task.js';

/** The whole queue, or all of one state, as of one instant: in one read, for tasks are added and pruned meanwhile. */
export function everyTask(store: Store, status?: Status): Promise<readonly Task[]> {
  const limit = Number.MAX_SAFE_INTEGER;
  return store.list(status === undefined ? { limit } : { status, limit });
}

const PAGE = 1_000;

/** Every task in the order of arrival, a page at a time: each as it was when its page was read, and none twice. */
export async function* taskPages(store: Pick<Store, 'tasksAfter'>): AsyncGenerator<readonly Task[]> {
  for (let after = 0; ; ) {
    const page = await store.tasksAfter(after, { limit: PAGE });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.seq;
  }
}

/**
 * The sequence number of the newest event, 0 when there is none: doubles until nothing lies beyond, then halves.
 * A few dozen single-row reads, whatever the length of the log.
 */
export async function lastEventSeq(store: Store): Promise<EventSeq> {
  const liesBeyond = async (seq: number) => {
    const found = await store.eventsAfter(seq as EventSeq, { limit: 1 });
    return found[0]?.seq ?? null;
  };
  let known = (await liesBeyond(0)) ?? 0;
  if (known === 0) return 0 as EventSeq;
  let step = 1;
  while (step >= 1) {
    const next = await liesBeyond(known + step - 1);
    if (next !== null) {
      known = next;
      step *= 2;
    } else {
      step = Math.floor(step / 2);
    }
  }
  return known as EventSeq;
}
