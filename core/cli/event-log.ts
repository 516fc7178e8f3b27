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

/** Which events: of one task or of all, after one of them, so many of them. */
export interface Chosen {
  readonly taskId?: TaskId;
  readonly after?: EventSeq;
  readonly limit?: number;
}

/** The chosen events in order, a page at a time. */
export async function* eventPages(
  store: Pick<Store, 'eventsAfter'>,
  { taskId, after = eventSeq(0), limit = Number.MAX_SAFE_INTEGER }: Chosen,
): AsyncGenerator<readonly TaskEvent[]> {
  const only = taskId === undefined ? {} : { taskId };
  let [from, wanted] = [after, limit];
  for (;;) {
    const page = await store.eventsAfter(from, { limit: Math.min(PAGE, wanted), ...only });
    if (page.length > 0) yield page;
    wanted -= page.length;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || wanted === 0) return;
    from = last.seq;
  }
}

/** All chosen events at once: those of one task. */
export async function readEvents(
  store: Pick<Store, 'eventsAfter'>,
  of: Chosen & { readonly taskId: TaskId },
): Promise<readonly TaskEvent[]> {
  const events: TaskEvent[] = [];
  for await (const page of eventPages(store, of)) events.push(...page);
  return events;
}

/** One line an event. */
export function eventLine(event: TaskEvent, { config }: Context): string {
  const step = event.to === null ? '' : ` ${event.from ?? '(none)'} -> ${event.to}`;
  const at = formatInstant(event.at, config.zone);
  return `event ${event.seq} ${at} run ${event.run} ${event.actor} ${event.type}${step} ${onOneLine(shownField('data', event.data, config.zone))}`;
}
