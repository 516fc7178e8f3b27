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
import { streamQuery } from './bodies.js';
import type { Parts } from './operation.js';
import { checked } from './read-call.js';

const LOOK_EVERY = milliseconds(300);
const PAGE = 200;
/** Looks in vain after which a sign of life is sent, so that nobody on the way takes the silence for death. */
const LOOKS_TO_A_SIGN = 50;

/** Follows from where the reader asks. Ends when the server stops or the reader leaves. @throws Invalid */
export function followEvents(
  context: Context,
  { ask, clock, stop }: Pick<Parts, 'ask' | 'clock'> & { readonly stop: AbortSignal },
): Response {
  const after = resumedAfter(context);
  return streamSSE(context, async (stream) => {
    const left = new AbortController();
    stream.onAbort(() => left.abort());
    const over = AbortSignal.any([left.signal, stop]);
    await stream.write('retry: 1000\n: follows\n\n');
    let seen: EventSeq = after === null ? await ask(lastEventSeq) : eventSeq(after);
    for (let looks = 0; !over.aborted; looks += 1) {
      const found = await ask((store) => store.eventsAfter(seen, { limit: PAGE }));
      for (const event of found) await stream.writeSSE({ id: `${event.seq}`, data: JSON.stringify(event) });
      seen = found.at(-1)?.seq ?? seen;
      if (found.length > 0) looks = 0;
      else if (looks % LOOKS_TO_A_SIGN === LOOKS_TO_A_SIGN - 1) await stream.write(': still here\n\n');
      if (found.length < PAGE) await pause(clock, LOOK_EVERY, over);
    }
  });
}

/** Where a reader of the log goes on: after what it saw last, else where it asks; null: from now on. @throws Invalid */
function resumedAfter({ req }: Context): number | null {
  const asked = checked(streamQuery, req.query(), 'query');
  const seen = req.header('last-event-id');
  const { after } = seen === undefined ? asked : checked(streamQuery, { after: seen }, 'Last-Event-ID');
  return after ?? null;
}
