/**
 * INV-07: no run starts before the wait after the one before it is over, nor before the instant that the system itself
 * named for it; and it names none that is further away than the longest wait. The wait counts from the failure or from
 * the end of the lease, and from outside only a lower bound of either is known; the check uses that bound.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { lineOf, mayHaveHappened } from '../../history/calls.js';
import { clockSlackMs, leaseLastsUntil, mayHaveOperated, writesWith } from '../../history/holds.js';
import { type Claim, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { rowsRead } from './reads.js';

/** Each claim after a failure or an expired lease comes no earlier than its backoff says. */
export const backoffKept: Checker = {
  invariant: 'INV-07',
  name: 'backoff-kept',
  needs: 'backoff',
  check: (history, final) => {
    const retries = [...retriesOf(history)];
    return judged(
      [...accusations(history, retries), ...hurriedClaims(history), ...farInstants(history, final)],
      {
        exposure: retries.length,
        lacking: 'no task was claimed again without an operator',
      },
    );
  },
};

interface Retry {
  readonly story: TaskStory;
  readonly before: Claim;
  readonly claim: Claim;
}

function* accusations(history: History, retries: readonly Retry[]): Iterable<Accusation> {
  for (const retry of retries) {
    const { story, before, claim } = retry;
    const waitMs = backoffAfter(before.value.run, history.header.knobs.backoffMs);
    const ended = earliestEnd(retry);
    if (claim.endedAt >= ended.at + waitMs - clockSlackMs(history)) continue;
    yield accusation(
      `task ${story.id} was claimed with fence ${claim.value.fence} by ${claim.actor} by ${claim.endedAt} ms, ` +
        `although the run with fence ${before.value.fence} ended no earlier than ${ended.at} ms ` +
        `and the backoff is ${waitMs} ms`,
      [ended.line, lineOf(claim)],
    );
  }
}

/** A list read during the run named the instant before which nobody may get the next run, and somebody did. */
function* hurriedClaims(history: History): Iterable<Accusation> {
  const { tasks } = storiesOf(history);
  const { startedAt } = history.header;
  for (const read of rowsRead(history)) {
    const { task, run, availableAt } = read.row;
    const story = tasks.get(task);
    const claim = story?.claims.find(({ value }) => value.run === run + 1);
    if (!story || !claim || availableAt === null || mayHaveOperated(story, { invoke: -1 }, claim)) continue;
    const dueAt = availableAt - startedAt;
    if (claim.endedAt >= dueAt - clockSlackMs(history)) continue;
    yield accusation(
      `task ${task} was claimed with fence ${claim.value.fence} by ${claim.actor} by ${claim.endedAt} ms, although a ` +
        `list read had it available from ${dueAt} ms`,
      [read.line, lineOf(claim)],
    );
  }
}

/** A list, of the run or of its end, named an instant that no wait reaches. */
function* farInstants(history: History, { tasks }: FinalState): Iterable<Accusation> {
  const { startedAt, knobs } = history.header;
  const longestMs = Math.max(0, ...knobs.backoffMs);
  const lastLine = history.ops.length - 1;
  for (const { row, line } of [...rowsRead(history), ...tasks.map((row) => ({ row, line: lastLine }))]) {
    if (row.availableAt === null) continue;
    const readAt = history.ops[line]?.at ?? 0;
    const dueAt = row.availableAt - startedAt;
    if (dueAt <= readAt + longestMs + clockSlackMs(history)) continue;
    yield accusation(
      `task ${row.task} was in a list of ${readAt} ms as available from ${dueAt} ms, although no wait is longer than ` +
        `${longestMs} ms`,
      [line],
    );
  }
}

/** Successive claims of a task that no operator had a hand in. */
function* retriesOf(history: History): Iterable<Retry> {
  for (const story of storiesOf(history).tasks.values()) {
    for (const [position, claim] of story.claims.entries()) {
      const before = story.claims[position - 1];
      if (before && !mayHaveOperated(story, { invoke: -1 }, claim)) yield { story, before, claim };
    }
  }
}

/** The earliest instant at which the run before may have failed or lost its lease, and the line that shows it. */
function earliestEnd({ story, before, claim }: Retry): { readonly at: number; readonly line: number } {
  const failure = writesWith(story, before).find((call) => call.op === 'fail' && mayHaveHappened(call));
  const expiry = leaseLastsUntil(story, before, claim);
  return failure && failure.invokedAt < expiry
    ? { at: failure.invokedAt, line: failure.invoke }
    : { at: expiry, line: lineOf(before) };
}

/** The wait after the nth run: every run after the first spends a retry. */
function backoffAfter(run: number, backoffMs: readonly number[]): number {
  return backoffMs[Math.min(run, backoffMs.length) - 1] ?? 0;
}
