/**
 * INV-19: nobody waits for ever at the head of the queue. While a task is due and waits for its first run, at most K
 * tasks that were submitted later and are no more urgent get theirs. K is the number of workers: each may have been
 * about to take one. Order alone accuses, so faults and load excuse nothing, and the whole run is looked at.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { lineOf } from '../../history/calls.js';
import { type FirstWait, firstWaitsOf } from '../../history/first-waits.js';
import type { Claim } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { workersOf } from './liveness.js';

/** Tasks are given out about in the order in which they came. */
export const boundedOvertaking: Checker = {
  invariant: 'INV-19',
  name: 'bounded-overtaking',
  needs: null,
  check: (history, final) => {
    const races = [...racesOf(history, final)];
    return judged(accusations(races), {
      exposure: races.length,
      lacking: 'no task waited while as many later ones as there are workers were given out',
    });
  },
};

/** A wait during which more tasks than there are workers got their first run. */
interface Race {
  readonly wait: FirstWait;
  /** The K + 1 latest submitted of those that were given out before it, the latest first. */
  readonly ahead: readonly Started[];
  readonly workers: number;
}
type Started = FirstWait & { readonly claim: Claim };

function* accusations(races: readonly Race[]): Iterable<Accusation> {
  for (const { wait, ahead, workers } of races) {
    if (!ahead.every((other) => cameLater(other, wait))) continue;
    yield accusation(
      `task ${wait.id}, due by ${wait.dueAt} ms, waited for its first run while ${ahead.length} later tasks that ` +
        `were no more urgent got theirs; with ${workers} workers at most ${workers} may overtake it`,
      [
        wait.enqueue.end,
        ...ahead.map(({ claim }) => lineOf(claim)),
        ...(wait.claim ? [wait.claim.invoke] : []),
      ],
    );
  }
}

function cameLater(other: FirstWait, wait: FirstWait): boolean {
  return other.enqueue.invoke > wait.enqueue.end && other.enqueue.invokedAt > wait.dueAt;
}

function* racesOf(history: History, final: FinalState): Iterable<Race> {
  const waits = firstWaitsOf(history, final);
  const workers = workersOf(history).size;
  for (const urgency of ['P0', 'P1', 'P2'] as const) {
    const noMoreUrgent = waits.filter(({ priority }) => priority >= urgency);
    const started = noMoreUrgent.filter(isStarted).sort((a, b) => a.claim.end - b.claim.end);
    let next = 0;
    let ahead: readonly Started[] = [];
    for (const wait of inOrderOfClaim(noMoreUrgent.filter(({ priority }) => priority === urgency))) {
      for (let one = started[next]; one && one.claim.end < claimedBy(wait); one = started[next]) {
        ahead = withLater(ahead, one).slice(0, workers + 1);
        next += 1;
      }
      if (ahead.length > workers) yield { wait, ahead, workers };
    }
  }
}

function isStarted(wait: FirstWait): wait is Started {
  return wait.claim !== null;
}

/** The line by which a task was asked for that ended the wait; infinite when it never ended. */
function claimedBy({ claim }: FirstWait): number {
  return claim?.invoke ?? Infinity;
}

function inOrderOfClaim(waits: readonly FirstWait[]): readonly FirstWait[] {
  return waits.toSorted((a, b) => (claimedBy(a) < claimedBy(b) ? -1 : Number(claimedBy(a) > claimedBy(b))));
}

/** `ahead`, the latest submitted first, with one more in its place. */
function withLater(ahead: readonly Started[], one: Started): readonly Started[] {
  const place = ahead.findIndex(({ enqueue }) => enqueue.invoke < one.enqueue.invoke);
  return place < 0 ? [...ahead, one] : ahead.toSpliced(place, 0, one);
}
