/** Reads a whole store for an audit: the tasks, the log page by page, and the engine's own checks. */
import { parseQueue } from '../queue-md/parse.js';
import { renderQueue } from '../queue-md/render.js';
import { everyTask, lastEventSeq } from '../queue-md/view.js';
import type { ZoneMinutes } from '../queue-md/zone.js';
import type { Store } from '../store/store.js';
import { eventSeq } from '../task/ids.js';
import type { EventSeq, Task } from '../task/task.js';
import { beginAudit } from './audit.js';
import { agrees, compare } from './compare.js';

const PAGE = 1_000;

/** Every finding in `store`, worded for a person. @throws what reading a store throws */
export async function checkStore(
  store: Store,
  terms: { readonly cap: number; readonly zone: ZoneMinutes },
): Promise<readonly string[]> {
  const asOf = await lastEventSeq(store);
  const tasks = await everyTask(store);
  const audit = beginAudit();
  let after = eventSeq(0);
  for (;;) {
    const page = await store.eventsAfter(after, { limit: PAGE });
    for (const event of page) audit.take(event);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.seq;
  }
  const pruned = await prunedSince(tasks, store);
  const findings = audit.findings({ tasks, asOf, cap: terms.cap, pruned });
  return [
    ...(await store.integrity()),
    ...findings,
    ...roundTripProblems({ tasks, lastEvent: asOf, zone: terms.zone }),
  ];
}

/** Of `tasks`, those that a pruning has deleted since they were read; nothing else deletes any. */
async function prunedSince(tasks: readonly Task[], store: Store): Promise<ReadonlySet<string>> {
  const present = new Set<string>((await everyTask(store)).map(({ id }) => id));
  return new Set(tasks.map(({ id }) => id).filter((id) => !present.has(id)));
}

/** Rendering and reading back must give the same rows. */
function roundTripProblems(view: {
  readonly tasks: readonly Task[];
  readonly lastEvent: EventSeq;
  readonly zone: ZoneMinutes;
}): readonly string[] {
  const { cells } = parseQueue(renderQueue(view, null), view.zone);
  return agrees(compare(cells, view)) ? [] : ['a rendered queue, read back, is not what the store holds'];
}
