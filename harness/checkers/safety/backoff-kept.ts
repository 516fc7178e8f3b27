/**
 * INV-07: no run starts before the wait after the one before it is over, nor before the instant that the system itself
 * named for it; and it names none that is further away than the longest wait. The wait counts from the failure or from
 * the end of the lease, and from outside only a lower bound of either is known; the check uses that bound. An operator
 * who brings a task back does not shorten it. What is due by the upper bound is not kept from who asks.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { lineOf } from '../../history/calls.js';
import { clockSlackMs } from '../../history/holds.js';
import { earliestEnd, type RetryWait, retryWaitsOf } from '../../history/retry-waits.js';
import { storiesOf } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { overdueRetries } from './overdue-retries.js';
import { rowsRead } from './reads.js';

/** Each claim after a failure or an expired lease comes no earlier than its backoff says, also by an operator. */
export const backoffKept: Checker = {
  invariant: 'INV-07',
  name: 'backoff-kept',
  needs: 'backoff',
  check: (history, final) => {
    const waits = [...retryWaitsOf(history)];
    return judged(
      [
        ...accusations(history, waits),
        ...overdueRetries(history, waits),
        ...hurriedClaims(history),
        ...farInstants(history, final),
      ],
      {
        exposure: waits.length,
        lacking: 'no task was claimed again after a wait',
      },
    );
  },
};

function* accusations(history: History, waits: readonly RetryWait[]): Iterable<Accusation> {
  for (const wait of waits) {
    const { story, before, claim, waitMs } = wait;
    const ended = earliestEnd(wait);
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
    if (!story || !claim || availableAt === null) continue;
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
