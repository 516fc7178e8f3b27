/**
 * What can be known of a lease from outside: until when it surely lasts, and whether its holder, a report or an
 * operator may have ended it. Bounds are always those that favour the system.
 */
import type { History } from '../../gates/record/history.js';
import { isOk, mayHaveHappened } from './calls.js';
import { skewWithin } from './clock-faults.js';
import type { Claim, FencedCall, OperatorCall, TaskStory } from './stories.js';

/**
 * How far two clocks of a run may differ, ms: what the plan set them wrong by, and what `readingSlackMs` says. Every
 * rule that reckons from one actor's instant to another's gives the system this much, or as much as between two calls.
 */
export function clockSlackMs(history: History): number {
  return readingSlackMs(history) + (history.header.eps ?? 0);
}

/**
 * How far two readings may differ that nobody set wrong, ms. A simulation has one clock; real processes read the
 * machine's wall clock in whole milliseconds while the history is timed by a monotonic one.
 */
export function readingSlackMs({ header }: History): number {
  return header.mode === 'simulated' ? 0 : 5;
}

/** A call that may take a task from its holder. */
export interface Rival extends Moment {
  readonly invoke: number;
}

export interface Hold {
  readonly story: TaskStory;
  readonly claim: Claim;
}

/** Whether the lease may have run out by the time of `rival`, by any clock that was off between the two. */
export function mayHaveRunOut(history: History, { story, claim }: Hold, rival: Rival): boolean {
  const leftMs = leaseLastsUntil(story, claim, rival) - rival.endedAt;
  return leftMs <= readingSlackMs(history) || leftMs <= slackBetweenMs(history, claim, rival);
}

/** How far the clocks of two calls may differ, ms: what clocks were off by from the first begin to the last end. */
export function slackBetweenMs(history: History, one: Rival, other: Rival): number {
  const window = { from: Math.min(one.invoke, other.invoke), to: Math.max(one.end, other.end) };
  return readingSlackMs(history) + skewWithin(history, window);
}

/** Whether a lease was alive at the time of `rival` for certain: whoever got the task then took it from its holder. */
export function isSurelyAlive(history: History, hold: Hold, rival: Rival): boolean {
  return !mayHaveRunOut(history, hold, rival) && !mayHaveEndedEarly(hold.story, hold.claim, rival);
}

/** A moment to reason up to: the line and the instant at which a rival call ended, or the end of the history. */
export interface Moment {
  readonly end: number;
  readonly endedAt: number;
}

/**
 * The instant (as `at`) before which the lease of `claim` cannot be over by itself: its claim and its acknowledged
 * heartbeats took effect no earlier than they were invoked. Heartbeats invoked after `moment` do not count.
 */
export function leaseLastsUntil(story: TaskStory, claim: Claim, moment: Moment): number {
  let until = claim.invokedAt + claim.args.leaseMs;
  for (const call of writesWith(story, claim)) {
    if (call.op !== 'heartbeat' || !isOk(call) || call.invoke >= moment.end) continue;
    until = Math.max(until, call.invokedAt + call.args.leaseMs);
  }
  return until;
}

/** Until when the answers that came before `line` promised the lease, ms since the epoch, by the system's clock. */
export function promisedUntil(story: TaskStory, claim: Claim, line = Infinity): number {
  let until = claim.value.leaseUntil;
  for (const call of writesWith(story, claim)) {
    if (call.op !== 'heartbeat' || !isOk(call) || call.end >= line) continue;
    until = Math.max(until, call.value.leaseUntil);
  }
  return until;
}

/** Whether the lease may have been given up or taken away, other than by running out, before `moment`. */
export function mayHaveEndedEarly(story: TaskStory, claim: Claim, moment: Moment): boolean {
  return mayHaveReleased(story, claim, moment) || mayHaveOperated(story, claim, moment);
}

/** Whether the holder or a report of it may have given the lease up before `moment`. */
export function mayHaveReleased(story: TaskStory, claim: Claim, moment: Moment): boolean {
  return writesWith(story, claim).some((call) => call.invoke < moment.end && mayRelease(call));
}

/** Whether an operator may have acted on the task between the claim and `moment`. */
export function mayHaveOperated(
  story: TaskStory,
  claim: { readonly invoke: number },
  moment: Moment,
): boolean {
  return operatorsBetween(story, claim, moment).length > 0;
}

/** Operator calls that may have taken effect after `from` was invoked and before `moment`. */
export function operatorsBetween(
  story: TaskStory,
  from: { readonly invoke: number },
  moment: Moment,
): readonly OperatorCall[] {
  return story.operators.filter(
    (call) => mayHaveHappened(call) && call.invoke < moment.end && call.end > from.invoke,
  );
}

/** The calls that carried the fence of `claim`. */
export function writesWith(story: TaskStory, claim: Claim): readonly FencedCall[] {
  return story.byFence.get(claim.value.fence) ?? [];
}

/** Whether a write may have ended the run it belongs to. */
export function mayRelease(call: FencedCall): boolean {
  if (!mayHaveHappened(call) || call.op === 'heartbeat') return false;
  return call.op !== 'report' || !isOk(call) || call.value.action === 'BLOCK';
}
