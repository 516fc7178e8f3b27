/**
 * The event log as it grows, as server-sent events. Events are read from the store, never from this process's own
 * doings, so those of other processes come too, and whoever comes back with Last-Event-ID misses nothing.
 */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { pause } from '../engine/pause.js';
import { lastEventSeq } from '../queue-md/view.js';
import { eventSeq } from '../task/ids.js';
import type { EventSeq } from '../task/task.js';
import { milliseconds } from '../time.js';
import type { Parts } from './operation.js';

const LOOK_EVERY = milliseconds(300);
const PAGE = 200;
/** Looks in vain after which a sign of life is sent, so that nobody on the way takes the silence for death. */
const LOOKS_TO_A_SIGN = 50;

/** Follows from after `after`, or from now on. Ends when the server stops or the reader leaves. */
export function followEvents(
  context: Context,
  {
    after,
    parts,
    stop,
  }: { readonly after: number | null; readonly parts: Parts; readonly stop: AbortSignal },
): Response {
  return streamSSE(context, async (stream) => {
    const left = new AbortController();
    stream.onAbort(() => left.abort());
    const over = AbortSignal.any([left.signal, stop]);
    await stream.write('retry: 1000\n: follows\n\n');
    let seen: EventSeq = after === null ? await parts.ask(lastEventSeq) : eventSeq(after);
    for (let looks = 0; !over.aborted; looks += 1) {
      const found = await parts.ask((store) => store.eventsAfter(seen, { limit: PAGE }));
      for (const event of found) await stream.writeSSE({ id: `${event.seq}`, data: JSON.stringify(event) });
      seen = found.at(-1)?.seq ?? seen;
      if (found.length > 0) looks = 0;
      else if (looks % LOOKS_TO_A_SIGN === LOOKS_TO_A_SIGN - 1) await stream.write(': still here\n\n');
      if (found.length < PAGE) await pause(parts.clock, LOOK_EVERY, over);
    }
  });
}
