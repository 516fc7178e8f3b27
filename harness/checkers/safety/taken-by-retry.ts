/**
 * Part of INV-01: an operator's retry takes no task from a holder whose lease is alive. Who wants running work stopped
 * cancels or replans it, and a retry of a task that waits already changes nothing.
 */
import { isOk, lineOf, type OkCall, precedes } from '../../history/calls.js';
import { leaseLastsUntil, mayHaveReleased, operatorsBetween } from '../../history/holds.js';
import type { Claim, TaskStory } from '../../history/stories.js';
import { type Accusation, accusation } from '../judged.js';

type Retry = OkCall<'retry'>;

/** `slackMs`: what the clocks of two actors may differ by. */
export function* takenByRetry(story: TaskStory, slackMs: number): Iterable<Accusation> {
  for (const call of story.operators) {
    if (call.op !== 'retry' || !isOk(call) || call.value.status !== 'PENDING') continue;
    const holder = holderAt(story, call);
    if (!holder) continue;
    const aliveUntil = leaseLastsUntil(story, holder, call);
    if (call.endedAt < aliveUntil - slackMs) yield taking({ story, holder, retry: call, aliveUntil });
  }
}

/** The claim that surely held the task when the retry came, unless its lease ran out; null when nobody may have. */
function holderAt(story: TaskStory, retry: Retry): Claim | null {
  const latest = story.claims.filter(({ invoke }) => invoke < retry.end).at(-1);
  if (!latest || !precedes(latest, retry) || mayHaveReleased(story, latest, retry)) return null;
  const others = operatorsBetween(story, latest, retry).filter(({ invoke }) => invoke !== retry.invoke);
  return others.length === 0 ? latest : null;
}

interface Taking {
  readonly story: TaskStory;
  readonly holder: Claim;
  readonly retry: Retry;
  readonly aliveUntil: number;
}

function taking({ story, holder, retry, aliveUntil }: Taking): Accusation {
  return accusation(
    `task ${story.id} was put back by a retry of ${retry.actor} by ${retry.endedAt} ms, although ${holder.actor} held ` +
      `it with fence ${holder.value.fence} and its lease was alive until ${aliveUntil} ms`,
    [lineOf(holder), lineOf(retry)],
  );
}
