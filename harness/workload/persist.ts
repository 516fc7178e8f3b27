/**
 * How an actor treats a store that is busy, full or out of reach: it asks again, after growing waits, and never spins.
 * Kept apart because every program does it the same way.
 */
import type { Call } from '../../gates/record/history.js';
import type { Answered, Client } from './client.js';

const FIRST_WAIT_MS = 20;
const PASSING: ReadonlySet<string> = new Set(['BUSY', 'STORE_FULL', 'STORE_UNAVAILABLE']);

/** Calls until the answer is none that may pass, or `until` (ms since the epoch) is past. */
export async function persist(
  client: Client,
  call: Call,
  terms: { readonly longestWaitMs: number; readonly until?: number },
): Promise<Answered> {
  let waitMs = Math.min(FIRST_WAIT_MS, terms.longestWaitMs);
  for (;;) {
    const answer = await client.call(call);
    if (!mayPass(answer) || (terms.until !== undefined && client.now() + waitMs >= terms.until))
      return answer;
    await client.sleep(waitMs);
    waitMs = Math.min(waitMs * 2, terms.longestWaitMs);
  }
}

/** Whether the same call may be accepted a little later. */
export function mayPass(answer: Answered): boolean {
  return answer.type === 'fail' && PASSING.has(answer.code);
}
