/**
 * Retries that were due and not given out: somebody asked for work and was told that there is none. From outside only
 * the latest instant is known at which the wait may have been over: the longest one after the latest end of the run.
 */
import type { History } from '../../../gates/record/history.js';
import {
  type AnyCall,
  type CallOf,
  callsOf,
  isOk,
  lineOf,
  mayHaveHappened,
  precedes,
} from '../../history/calls.js';
import { clockSlackMs, mayHaveOperated, promisedUntil, writesWith } from '../../history/holds.js';
import type { RetryWait } from '../../history/retry-waits.js';
import { keyOf } from '../../history/stories.js';
import { type Accusation, accusation } from '../judged.js';
import { firstPassing } from '../liveness/by-halves.js';

/** A claim that found nothing, although a retry had been due for all its time. */
export function* overdueRetries(history: History, waits: readonly RetryWait[]): Iterable<Accusation> {
  const idle = callsOf(history).filter(foundNothing);
  const longestMs = Math.max(0, ...history.header.knobs.backoffMs);
  for (const wait of waits) {
    const { story, before, claim } = wait;
    const ended = latestEnd(history, wait);
    const back = story.sweeps.find(({ call }) => precedes(before, call) && precedes(call, claim));
    if (ended === null || back === undefined || !isUndisturbed(wait)) continue;
    const dueAt = Math.max(ended + longestMs, back.call.endedAt) + clockSlackMs(history);
    const asked = firstPassing(idle, (call) => precedes(back.call, call) && call.invokedAt >= dueAt);
    if (!asked || !precedes(asked, claim)) continue;
    yield accusation(
      `task ${story.id} was due by ${dueAt} ms, as its run with fence ${before.value.fence} was over by ${ended} ms and ` +
        `no wait is longer than ${longestMs} ms; and yet ${asked.actor} found nothing to do at ${asked.invokedAt} ms`,
      [lineOf(before), lineOf(back.call), lineOf(asked), lineOf(claim)],
    );
  }
}

function foundNothing(call: AnyCall): call is CallOf<'claim'> {
  return call.op === 'claim' && isOk(call) && call.value === null;
}

/** Whether nothing but its backoff kept the task: no other task of its key, no operator, no run nobody heard of. */
function isUndisturbed({ story, before, claim }: RetryWait): boolean {
  const isNext = claim.value.run === before.value.run + 1;
  return isNext && keyOf(story) === null && !mayHaveOperated(story, { invoke: -1 }, claim);
}

/** When the run before was over at the latest: at its failure or the end of its lease; null where nobody knows. */
function latestEnd({ header }: History, { story, before }: RetryWait): number | null {
  const writes = writesWith(story, before);
  const unknown = writes.some(({ op, outcome }) => op === 'heartbeat' && outcome === 'unknown');
  const failed = writes.find((call) => call.op === 'fail' && mayHaveHappened(call));
  if (unknown) return failed?.outcome === 'ok' ? failed.endedAt : null;
  return Math.min(promisedUntil(story, before) - header.startedAt, failed?.endedAt ?? Infinity);
}
