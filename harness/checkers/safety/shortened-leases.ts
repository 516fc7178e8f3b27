/**
 * Part of INV-01: a lease that was promised until an instant is not promised for less by a later heartbeat that asks
 * for as much. Both instants are the system's own words, so a clock that is off is no excuse: it may keep the later.
 */
import { isOk, lineOf, type OkCall, precedes } from '../../history/calls.js';
import type { Claim, TaskStory } from '../../history/stories.js';
import { type Accusation, accusation } from '../judged.js';

type Promised = (Claim | OkCall<'heartbeat'>) & { readonly value: { readonly leaseUntil: number } };

/** `slackMs`: what two readings of one clock may differ by. */
export function* shortenedLeases(story: TaskStory, slackMs: number): Iterable<Accusation> {
  for (const promises of promisesOf(story)) {
    const highest = highestBefore(promises);
    for (const later of promises) {
      if (highest(later.invoke) - slackMs <= later.value.leaseUntil) continue;
      const earlier = promises.find((one) => precedes(one, later) && isMore(one, later, slackMs));
      if (earlier) yield shortening(story, earlier, later);
    }
  }
}

/** What each holder was promised, in order: by its claim, and by heartbeats up to the next claim of its fence. */
function promisesOf({ claims, fenced }: TaskStory): Iterable<readonly Promised[]> {
  const held: Promised[][] = [];
  const latest = new Map<number, Promised[]>();
  const beats = fenced.flatMap((call) => (call.op === 'heartbeat' && isOk(call) ? [call] : []));
  for (const call of [...claims, ...beats].sort((a, b) => a.invoke - b.invoke)) {
    if (call.op === 'heartbeat') latest.get(call.args.fence)?.push(call);
    else {
      const promises: Promised[] = [call];
      held.push(promises);
      latest.set(call.value.fence, promises);
    }
  }
  return held;
}

/** Answers the latest instant promised by any answer before a line; lines must be asked in rising order. */
function highestBefore(promises: readonly Promised[]): (line: number) => number {
  const answered = promises.toSorted((a, b) => a.end - b.end);
  let next = 0;
  let highest = 0;
  return (line) => {
    for (let one = answered[next]; one && one.end < line; one = answered[++next]) {
      highest = Math.max(highest, one.value.leaseUntil);
    }
    return highest;
  };
}

function isMore(earlier: Promised, later: Promised, slackMs: number): boolean {
  return (
    earlier.args.leaseMs <= later.args.leaseMs && later.value.leaseUntil < earlier.value.leaseUntil - slackMs
  );
}

function shortening(story: TaskStory, earlier: Promised, later: Promised): Accusation {
  const lessMs = earlier.value.leaseUntil - later.value.leaseUntil;
  return accusation(
    `task ${story.id}: a heartbeat of ${later.actor} took back ${lessMs} ms of a lease that had been promised to it`,
    [lineOf(earlier), lineOf(later)],
  );
}
