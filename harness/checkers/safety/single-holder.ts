/**
 * INV-01: a task has at most one holder whose lease is alive. A holder may trust its lease for its whole length, and
 * no heartbeat takes back what was promised; that a holder without a lease is harmless is INV-02.
 */
import type { History } from '../../../gates/record/history.js';
import { callsOf, lineOf, mayHaveHappened, precedes } from '../../history/calls.js';
import {
  clockSlackMs,
  leaseLastsUntil,
  type Moment,
  mayHaveEndedEarly,
  readingSlackMs,
  writesWith,
} from '../../history/holds.js';
import { type Claim, type Sweep, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { shortenedLeases } from './shortened-leases.js';
import { takenByRetry } from './taken-by-retry.js';

/** Nobody else gets a task, and no sweep or retry takes it back, while its lease is alive and not given up. */
export const singleHolder: Checker = {
  invariant: 'INV-01',
  name: 'single-holder',
  needs: 'lease',
  check: (history) =>
    judged(accusations(history), {
      exposure: contestedHolds(history),
      lacking: 'nobody else asked for work, and no sweep ran, while a task was held',
    }),
};

function* accusations(history: History): Iterable<Accusation> {
  const slackMs = clockSlackMs(history);
  for (const story of storiesOf(history).tasks.values()) {
    yield* shortenedLeases(story, readingSlackMs(history));
    yield* takenByRetry(story, slackMs);
    for (const [holder, rival] of successive(story.claims)) {
      const because = `was claimed by ${rival.actor} with fence ${rival.value.fence}`;
      if (isRobbed({ story, holder, slackMs }, rival)) yield robbery(story, holder, { ...rival, because });
    }
    for (const sweep of story.sweeps) {
      const holder = holderBefore(story, sweep);
      const because = `was ${sweep.moved} by a sweep`;
      if (holder && isRobbed({ story, holder, slackMs }, sweep.call)) {
        yield robbery(story, holder, { ...sweep.call, because });
      }
    }
  }
}

interface Hold {
  readonly story: TaskStory;
  readonly holder: Claim;
  readonly slackMs: number;
}

function isRobbed({ story, holder, slackMs }: Hold, rival: Moment): boolean {
  const aliveUntil = leaseLastsUntil(story, holder, rival);
  return rival.endedAt < aliveUntil - slackMs && !mayHaveEndedEarly(story, holder, rival);
}

function robbery(
  story: TaskStory,
  holder: Claim,
  rival: Moment & { invoke: number; because: string },
): Accusation {
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

/** Holds during which somebody else asked for work or a sweep ran: each could have been robbed. */
function contestedHolds(history: History): number {
  const asks = callsOf(history).filter(({ op }) => op === 'claim' || op === 'sweep');
  const nextAsk = new Map(asks.map((ask, position) => [ask.invoke, asks[position + 1]]));
  const isContested = (story: TaskStory, claim: Claim): boolean => {
    const next = nextAsk.get(claim.invoke);
    const release = writesWith(story, claim).find((call) => isSettlement(call.op) && mayHaveHappened(call));
    return next !== undefined && (!release || next.invoke < release.invoke);
  };
  const stories = [...storiesOf(history).tasks.values()];
  return stories.flatMap((story) => story.claims.filter((claim) => isContested(story, claim))).length;
}

function isSettlement(op: string): boolean {
  return op === 'complete' || op === 'fail';
}
