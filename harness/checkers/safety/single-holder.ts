/**
 * INV-01: a task has at most one holder whose lease is alive. A holder is told when its lease ends and may trust it
 * until then, and no heartbeat takes back what was promised. That one without a lease is harmless is INV-02.
 */
import type { History } from '../../../gates/record/history.js';
import { callsOf, lineOf, precedes } from '../../history/calls.js';
import {
  clockSlackMs,
  isSurelyAlive,
  leaseLastsUntil,
  type Rival,
  readingSlackMs,
} from '../../history/holds.js';
import { type Claim, type Sweep, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { leasesOverAtOnce } from './leases-over-at-once.js';
import { shortenedLeases } from './shortened-leases.js';
import { takenByRetry } from './taken-by-retry.js';

/** Nobody else gets a task, and no sweep takes it back, while its lease is alive and not given up. */
export const singleHolder: Checker = {
  invariant: 'INV-01',
  name: 'single-holder',
  needs: 'lease',
  check: (history) =>
    judged(accusations(history), {
      exposure: contestedHolds(history),
      lacking: 'nobody asked for work, and no sweep ran, while a lease was alive by every clock',
    }),
};

function* accusations(history: History): Iterable<Accusation> {
  for (const story of storiesOf(history).tasks.values()) {
    yield* leasesOverAtOnce(history, story);
    yield* takenByRetry(story, clockSlackMs(history));
    yield* shortenedLeases(story, readingSlackMs(history));
    for (const [claim, rival] of successive(story.claims)) {
      const because = `was claimed by ${rival.actor} with fence ${rival.value.fence}`;
      if (isSurelyAlive(history, { story, claim }, rival)) yield robbery(story, claim, { ...rival, because });
    }
    for (const sweep of story.sweeps) {
      const claim = holderBefore(story, sweep);
      const because = `was ${sweep.moved} by a sweep`;
      if (claim && isSurelyAlive(history, { story, claim }, sweep.call)) {
        yield robbery(story, claim, { ...sweep.call, because });
      }
    }
  }
}

function robbery(story: TaskStory, holder: Claim, rival: Rival & { because: string }): Accusation {
  return accusation(
    `task ${story.id} ${rival.because} by ${rival.endedAt} ms, although ${holder.actor} held it with fence ` +
      `${holder.value.fence} and its lease was alive until ${leaseLastsUntil(story, holder, rival)} ms`,
    [lineOf(holder), lineOf(rival)],
  );
}

function* successive(claims: readonly Claim[]): Iterable<[Claim, Claim]> {
  for (const [position, rival] of claims.entries()) {
    const holder = claims[position - 1];
    if (holder) yield [holder, rival];
  }
}

/** The claim that surely held the task when the sweep came, or null when a later claim may have come first. */
function holderBefore(story: TaskStory, sweep: Sweep): Claim | null {
  const begun = story.claims.filter((claim) => claim.invoke < sweep.call.end);
  const latest = begun.at(-1);
  return latest && precedes(latest, sweep.call) ? latest : null;
}

/** Holds that whoever next asked for work, or swept, would have been accused of taking. */
function contestedHolds(history: History): number {
  const asks = callsOf(history).filter(({ op }) => op === 'claim' || op === 'sweep');
  const nextAsk = new Map(asks.map((ask, position) => [ask.invoke, asks[position + 1]]));
  const isContested = (story: TaskStory, claim: Claim): boolean => {
    const next = nextAsk.get(claim.invoke);
    return next !== undefined && isSurelyAlive(history, { story, claim }, next);
  };
  const stories = [...storiesOf(history).tasks.values()];
  return stories.flatMap((story) => story.claims.filter((claim) => isContested(story, claim))).length;
}
