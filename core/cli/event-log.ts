/** Reading the event log page by page, and how an entry looks as text. Shared by `show` and `events`. */
import { onOneLine } from '../queue-md/cell.js';
import { formatInstant } from '../queue-md/zone.js';
import type { Store } from '../store/store.js';
import type { TaskEvent } from '../task/event.js';
import { eventSeq } from '../task/ids.js';
import type { EventSeq, TaskId } from '../task/task.js';
import { shownField } from './shown-instants.js';
import type { Context } from './world.js';

const PAGE = 1_000;

/** Every event after `after`, of one task or of all. */
export async function readEvents(
  store: Pick<Store, 'eventsAfter'>,
  of: { readonly taskId?: TaskId; readonly after?: EventSeq },
): Promise<readonly TaskEvent[]> {
  const events: TaskEvent[] = [];
  const only = of.taskId === undefined ? {} : { taskId: of.taskId };
  for (;;) {
    const after = events.at(-1)?.seq ?? of.after ?? eventSeq(0);
    const next = await store.eventsAfter(after, { limit: PAGE, ...only });
    events.push(...next);
    if (next.length < PAGE) return events;
  }
}

/** One line an event. */
export function eventLine(event: TaskEvent, { config }: Context): string {
  const step = event.to === null ? '' : ` ${event.from ?? '(none)'} -> ${event.to}`;
  const at = formatInstant(event.at, config.zone);
  return `event ${event.seq} ${at} run ${event.run} ${event.actor} ${event.type}${step} ${onOneLine(shownField('data', event.data, config.zone))}`;
}
