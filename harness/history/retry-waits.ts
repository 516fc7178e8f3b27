/**
 * Runs of a task that followed each other, and the wait that was owed between them: not where a replan may have brought
 * back what was blocked as it ran or had failed for good. An operator's retry waits, and neither a replan nor a
 * cancellation ends the wait of a failure.
 */
import type { History } from '../../gates/record/history.js';
import { lineOf, mayHaveHappened, precedes } from './calls.js';
import { leaseLastsUntil, mayHaveOperated, mayRelease, operatorsBetween, writesWith } from './holds.js';
import { acknowledged, type Claim, type FencedCall, storiesOf, type TaskStory } from './stories.js';

export interface RetryWait {
  readonly story: TaskStory;
  readonly before: Claim;
  readonly claim: Claim;
  /** The shortest the wait may be, ms. */
  readonly waitMs: number;
}

export function* retryWaitsOf(history: History): Iterable<RetryWait> {
  const { backoffMs } = history.header.knobs;
  for (const story of storiesOf(history).tasks.values()) {
    for (const [position, claim] of story.claims.entries()) {
      const before = story.claims[position - 1];
      if (!before || mayBeFreed(story, before, claim)) continue;
      // An operator's commands may count as retries or not.
      const waitMs = mayHaveOperated(story, { invoke: -1 }, claim)
        ? Math.min(...backoffMs)
        : backoffAfter(before.value.run, backoffMs);
      yield { story, before, claim, waitMs };
    }
  }
}

/** The earliest instant at which the run before may have ended, and the line that shows it. */
export function earliestEnd({ story, before, claim }: RetryWait): {
  readonly at: number;
  readonly line: number;
} {
  const expiry = { at: leaseLastsUntil(story, before, claim), line: lineOf(before) };
  const commands = operatorsBetween(story, before, claim);
  const writes = writesWith(story, before).filter(commands.length === 0 ? isFailure : mayRelease);
  return [...writes, ...commands.filter(({ op }) => op !== 'retry')]
    .filter(mayHaveHappened)
    .map(({ invokedAt, invoke }) => ({ at: invokedAt, line: invoke }))
    .reduce((earliest, end) => (end.at < earliest.at ? end : earliest), expiry);
}

/** The wait after the nth run: every run after the first spends a retry. */
function backoffAfter(run: number, backoffMs: readonly number[]): number {
  return backoffMs[Math.min(run, backoffMs.length) - 1] ?? 0;
}

function mayBeFreed(story: TaskStory, before: Claim, claim: Claim): boolean {
  const replanned = operatorsBetween(story, before, claim).some(({ op }) => op === 'replan');
  return replanned && !isOwed(story, before, claim);
}

/** Whether the run before certainly ended with a wait: a failure for now, or a sweep that put the task back. */
function isOwed(story: TaskStory, before: Claim, claim: Claim): boolean {
  const failed = acknowledged(story, 'fail').some(
    ({ args }) => args.fence === before.value.fence && args.class === 'transient',
  );
  return failed || story.sweeps.some(({ call }) => precedes(before, call) && precedes(call, claim));
}

function isFailure({ op }: FencedCall): boolean {
  return op === 'fail';
}
