/**
 * INV-02: a task's fence only grows, and only the holder of the highest may write. A claim whose answer was lost
 * leaves a gap in the fences, which is allowed.
 */
import type { History } from '../../../gates/record/history.js';
import { isOk, lineOf, type OkCall, precedes } from '../../history/calls.js';
import { type Claim, type FencedCall, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** Every claim gets a higher fence than the one before, and a write with an outdated fence is refused. */
export const fencedSettlement: Checker = {
  invariant: 'INV-02',
  name: 'fenced-settlement',
  needs: 'fencing',
  check: (history) =>
    judged(accusations(history), {
      exposure: chances(history),
      lacking: 'no task was claimed twice, so no fence could be outdated',
    }),
};

function* accusations(history: History): Iterable<Accusation> {
  for (const story of storiesOf(history).tasks.values()) {
    if (story.claims.length < 2) continue;
    yield* sharedFences(story);
    yield* fallingFences(story);
    yield* staleWrites(story);
  }
}

function* sharedFences(story: TaskStory): Iterable<Accusation> {
  for (const [position, claim] of story.claims.entries()) {
    const before = story.claims[position - 1];
    if (before?.value.fence !== claim.value.fence) continue;
    yield accusation(
      `task ${story.id} was claimed by ${before.actor} and by ${claim.actor} with the same fence ${claim.value.fence}`,
      [lineOf(before), lineOf(claim)],
    );
  }
}

function* fallingFences(story: TaskStory): Iterable<Accusation> {
  const highest = highestFenceBefore(story.claims);
  for (const claim of byInvocation(story.claims)) {
    const before = highest(claim.invoke);
    if (!before || before.value.fence <= claim.value.fence) continue;
    yield accusation(
      `task ${story.id} was claimed with fence ${claim.value.fence} after fence ${before.value.fence} had been given out`,
      [lineOf(before), lineOf(claim)],
    );
  }
}

function* staleWrites(story: TaskStory): Iterable<Accusation> {
  const highest = highestFenceBefore(story.claims);
  for (const call of story.fenced) {
    const newer = highest(call.invoke);
    if (!isOk<FencedCall['op']>(call)) continue;
    if (newer && newer.value.fence > call.args.fence) {
      yield accusation(
        `task ${story.id}: ${call.op} with fence ${call.args.fence} by ${call.actor} was accepted although fence ` +
          `${newer.value.fence} had been claimed by ${newer.actor} before`,
        [lineOf(newer), lineOf(call)],
      );
    } else if (call.op === 'complete') yield* overtakenCompletion(story, call);
  }
}

/** A completion beside a newer claim has no legal order: after it the fence is stale, before it the task is done. */
function* overtakenCompletion(story: TaskStory, call: OkCall<'complete'>): Iterable<Accusation> {
  const newer = story.claims.find(
    (claim) => claim.value.fence > call.args.fence && claim.invoke < call.end && !precedes(claim, call),
  );
  if (!newer) return;
  yield accusation(
    `task ${story.id} was completed with fence ${call.args.fence} by ${call.actor} although fence ` +
      `${newer.value.fence} was claimed by ${newer.actor} before the completion was acknowledged: ` +
      'in either order one of the two had to be refused',
    [lineOf(newer), lineOf(call)],
  );
}

/** Answers which claim ended before a line had the highest fence; lines must be asked in rising order. */
function highestFenceBefore(claims: readonly Claim[]): (line: number) => Claim | null {
  const ended = [...claims].sort((a, b) => a.end - b.end);
  let next = 0;
  let highest: Claim | null = null;
  return (line) => {
    for (let claim = ended[next]; claim && claim.end < line; claim = ended[++next]) {
      if (!highest || claim.value.fence > highest.value.fence) highest = claim;
    }
    return highest;
  };
}

function byInvocation(claims: readonly Claim[]): readonly Claim[] {
  return [...claims].sort((a, b) => a.invoke - b.invoke);
}

/** Claims after the first of a task, and writes that were tried with a fence a newer claim had outdated. */
function chances(history: History): number {
  let count = 0;
  for (const { claims, fenced } of storiesOf(history).tasks.values()) {
    if (claims.length < 2) continue;
    const highest = highestFenceBefore(claims);
    const stale = fenced.filter((call) => (highest(call.invoke)?.value.fence ?? 0) > call.args.fence);
    count += claims.length - 1 + stale.length;
  }
  return count;
}
