/**
 * INV-06: a task is claimed at most once more than it has retries, its stored run count is that of its latest
 * claim, and it does not fail for good while retries are left. What an operator brings back counts like any other run.
 */
import type { FinalState, History, TaskRow } from '../../../gates/record/history.js';
import { isOk, lineOf, mayHaveHappened } from '../../history/calls.js';
import { mayHaveOperated } from '../../history/holds.js';
import { storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** Runs are bounded and counted, and nobody gives up early. */
export const attemptsBounded: Checker = {
  invariant: 'INV-06',
  name: 'attempts-bounded',
  needs: 'retry',
  check: (history, final) =>
    judged(accusations(history, final), {
      exposure: repeatedClaims(history),
      lacking: 'no task was claimed twice',
    }),
};

function* accusations(history: History, final: FinalState): Iterable<Accusation> {
  const { tasks, ghosts } = storiesOf(history);
  let unspent = ghosts.length;
  for (const row of final.tasks) {
    const story = tasks.get(row.task);
    if (!story) continue;
    yield* excessRuns(story, maxRetriesOf(story, row));
    yield* miscountedRuns(story, row, unspent);
    yield* earlyDeath(story, row);
    unspent -= Math.max(0, row.run - story.claims.length);
  }
}

function* excessRuns({ id, claims }: TaskStory, maxRetries: number): Iterable<Accusation> {
  const allowed = maxRetries + 1;
  if (claims.length <= allowed) return;
  yield accusation(
    `task ${id} was claimed ${claims.length} times although it has ${maxRetries} retries, so ${allowed} runs`,
    claims.map(lineOf),
  );
}

/** A claim whose answer was lost may have counted for one task, whichever; nothing else may. */
function* miscountedRuns(story: TaskStory, row: TaskRow, ghosts: number): Iterable<Accusation> {
  const latest = story.claims.at(-1);
  const highest = latest?.value.run ?? 0;
  const known = story.claims.length;
  const left = Math.max(0, ghosts);
  if (row.run >= highest && row.run <= Math.min(highest, known) + left) return;
  const but =
    row.run < highest
      ? `the highest run claimed is ${highest}`
      : `${known} claims of it were answered, up to run ${highest}, and of those that were not ${left} are left for it`;
  yield accusation(
    `task ${story.id}: the final read counts ${row.run} runs, but ${but}`,
    latest ? [lineOf(latest)] : story.enqueues.map(lineOf),
  );
}

/** Runs that nobody was told of are in the stored count, which is held to the claims that went unanswered. */
function* earlyDeath(story: TaskStory, row: TaskRow): Iterable<Accusation> {
  if (row.status !== 'FAILED' || row.availableAt !== null) return;
  const maxRetries = maxRetriesOf(story, row);
  const runs = Math.max(story.claims.length, row.run);
  const usedUp = runs > maxRetries;
  const operated = mayHaveOperated(story, { invoke: -1 }, { end: Infinity, endedAt: Infinity });
  if (usedUp || operated || story.fenced.some(isPermanentFailure)) return;
  yield accusation(
    `task ${story.id} failed for good after ${runs} of ${maxRetries + 1} allowed runs, ` +
      'and nobody reported a permanent failure',
    [...story.enqueues, ...story.claims].map(lineOf),
  );
}

function isPermanentFailure(call: TaskStory['fenced'][number]): boolean {
  return call.op === 'fail' && call.args.class === 'permanent' && mayHaveHappened(call);
}

/** Retries as submitted; the system's own figure where the submission left it to the system. */
function maxRetriesOf(story: TaskStory, row: TaskRow): number {
  const taken = story.enqueues.find((call) => isOk(call)) ?? story.enqueues.find(mayHaveHappened);
  return taken?.args.task.maxRetries ?? row.maxRetries;
}

/** Claims after the first of a task: each could have been one too many. */
function repeatedClaims(history: History): number {
  return [...storiesOf(history).tasks.values()].reduce(
    (sum, { claims }) => sum + Math.max(0, claims.length - 1),
    0,
  );
}
