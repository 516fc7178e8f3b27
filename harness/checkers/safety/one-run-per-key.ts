/**
 * INV-05: of all tasks with one idempotency key, one does the work. A retry after a failure or a crash is not a
 * second piece of work; another task of the key is.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import { lineOf, type OkCall, precedes } from '../../history/calls.js';
import { type Hold, isSurelyAlive, slackBetweenMs } from '../../history/holds.js';
import {
  acknowledged,
  type Claim,
  keyOf,
  mayBeWork,
  storiesOf,
  type TaskStory,
} from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/**
 * One key is completed by one task, held by one holder at a time, and not run again once it is done; a duplicate says
 * whose result it reuses.
 */
export const oneRunPerKey: Checker = {
  invariant: 'INV-05',
  name: 'one-run-per-key',
  needs: 'idempotency',
  check: (history, final) =>
    judged([...accusations(history), ...groundlessDuplicates(history, final)], {
      exposure: repeatedSubmissions(history),
      lacking: 'no idempotency key was submitted twice',
    }),
};

interface Completed {
  readonly story: TaskStory;
  readonly call: OkCall<'complete'>;
}

function* accusations(history: History): Iterable<Accusation> {
  for (const [key, stories] of sharedKeys(history)) {
    const claims = stories.flatMap((story) => story.claims.map((claim) => ({ story, claim })));
    const completed = stories.flatMap((story) =>
      acknowledged(story, 'complete').map((call) => ({ story, call })),
    );
    yield* doubleCompletions(key, completed);
    yield* doubleHolders(history, key, claims);
    yield* runsAfterCompletion(key, claims, completed);
  }
}

function* doubleCompletions(key: string, completed: readonly Completed[]): Iterable<Accusation> {
  const [first] = completed;
  const other = completed.find(({ story }) => story !== first?.story);
  if (!first || !other) return;
  yield accusation(
    `key ${key} was completed twice: as task ${first.story.id} and as task ${other.story.id}`,
    [lineOf(first.call), lineOf(other.call)],
  );
}

function* doubleHolders(history: History, key: string, claims: readonly Hold[]): Iterable<Accusation> {
  let alive: Hold[] = [];
  for (const next of [...claims].sort((a, b) => a.claim.end - b.claim.end)) {
    alive = alive.filter((held) => isSurelyAlive(history, held, next.claim));
    const holder = alive.find(
      (held) => held.story !== next.story && !mayComeAfter(history, held.claim, next.claim),
    );
    if (holder) {
      yield accusation(
        `key ${key} had two holders: task ${next.story.id} was claimed by ${next.claim.actor} while ` +
          `${holder.claim.actor} held task ${holder.story.id} with a lease that was alive`,
        [lineOf(holder.claim), lineOf(next.claim)],
      );
    }
    alive.push(next);
  }
}

/** Whether the holder may have got its task after the rival's lease was over: they overlapped and leases are short. */
function mayComeAfter(history: History, holder: Claim, rival: Claim): boolean {
  const overAt = rival.invokedAt + rival.args.leaseMs - slackBetweenMs(history, holder, rival);
  return !precedes(holder, rival) && overAt <= holder.endedAt;
}

function* runsAfterCompletion(
  key: string,
  claims: readonly Hold[],
  completed: readonly Completed[],
): Iterable<Accusation> {
  const [first] = [...completed].sort((a, b) => a.call.end - b.call.end);
  if (!first) return;
  const again = claims.find(({ story, claim }) => story !== first.story && precedes(first.call, claim));
  if (!again) return;
  yield accusation(
    `key ${key} was run again: task ${again.story.id} was claimed by ${again.claim.actor} after task ` +
      `${first.story.id} of the same key had been completed`,
    [lineOf(first.call), lineOf(again.claim)],
  );
}

/** A task that was never run reuses the result of one that nobody completed. */
function* groundlessDuplicates(history: History, { tasks: rows }: FinalState): Iterable<Accusation> {
  const { tasks } = storiesOf(history);
  for (const { task, duplicateOf = null } of rows) {
    const story = tasks.get(task);
    if (!story || duplicateOf === null) continue;
    const original = tasks.get(duplicateOf);
    if (original && keyOf(original) === keyOf(story) && original.fenced.some(mayBeWork)) continue;
    yield accusation(
      `task ${task} was done as a duplicate of task ${duplicateOf}, which nobody completed under its key`,
      [...story.enqueues, ...(original?.enqueues ?? [])].map(lineOf),
    );
  }
}

/** Keys that more than one task was submitted with. */
function sharedKeys(history: History): ReadonlyMap<string, readonly TaskStory[]> {
  const byKey = new Map<string, TaskStory[]>();
  for (const story of storiesOf(history).tasks.values()) {
    const key = keyOf(story);
    if (key === null) continue;
    const same = byKey.get(key);
    if (same) same.push(story);
    else byKey.set(key, [story]);
  }
  return new Map([...byKey].filter(([, stories]) => stories.length > 1));
}

/** Submissions beyond the first of each key: each could have become a second run. */
function repeatedSubmissions(history: History): number {
  return [...sharedKeys(history).values()].reduce((sum, stories) => sum + stories.length - 1, 0);
}
