/**
 * Part of INV-01: the lease that a claim is answered with does not end before it was asked for. One that does is told
 * in another unit or from another epoch, and nobody can know until when the task is held.
 */
import type { History } from '../../../gates/record/history.js';
import { lineOf } from '../../history/calls.js';
import { slackBetweenMs } from '../../history/holds.js';
import type { TaskStory } from '../../history/stories.js';
import { type Accusation, accusation } from '../judged.js';

/** Claims whose lease was over when they asked, by every clock. */
export function* leasesOverAtOnce(history: History, { id, claims }: TaskStory): Iterable<Accusation> {
  for (const claim of claims) {
    const askedAt = history.header.startedAt + claim.invokedAt;
    const { leaseUntil } = claim.value;
    if (leaseUntil >= askedAt - slackBetweenMs(history, claim, claim)) continue;
    yield accusation(
      `task ${id} was claimed by ${claim.actor} with a lease until ${leaseUntil}, which ends before it was asked for at ` +
        `${askedAt} ms since the epoch`,
      [lineOf(claim)],
    );
  }
}
