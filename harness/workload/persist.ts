/**
 * How an actor treats a store that is busy or full: it asks again, after growing waits, and never spins.
 * Kept apart because every program does it the same way.
 */
import type { Call } from '../../gates/record/history.js';
import type { Answered, Client } from './client.js';

const FIRST_WAIT_MS = 20;

/** Calls until the answer is not BUSY or STORE_FULL, or `until` (ms since the epoch) is past. */
export async function persist(
  client: Client,
  call: Call,
  terms: { readonly longestWaitMs: number; readonly until?: number },
): Promise<Answered> {
  let waitMs = Math.min(FIRST_WAIT_MS, terms.longestWaitMs);
  for (;;) {
    const answer = await client.call(call);
    const mayPass = answer.type === 'fail' && (answer.code === 'BUSY' || answer.code === 'STORE_FULL');
    if (!mayPass || (terms.until !== undefined && client.now() + waitMs >= terms.until)) return answer;
    await client.sleep(waitMs);
    waitMs = Math.min(waitMs * 2, terms.longestWaitMs);
  }
}
