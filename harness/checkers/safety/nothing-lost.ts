/**
 * INV-04: what was acknowledged is in the final read, and nothing is in any read twice or that nobody asked for. The
 * rows are the system's own word; the history is the harness's.
 */
import type { FinalState, History, TaskRow } from '../../../gates/record/history.js';
import { callsOf, isOk, lineOf, mayHaveHappened } from '../../history/calls.js';
import {
  acknowledged,
  keyOf,
  mayBeWork,
  runOf,
  type Stories,
  storiesOf,
  type TaskStory,
} from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';
import { doubledRows, inventedReads } from './reads.js';

/** Acknowledged tasks and settlements survive, and the system invents none. */
export const nothingLost: Checker = {
  invariant: 'INV-04',
  name: 'nothing-lost',
  needs: null,
  check: (history, final) =>
    judged(accusations(history, final), {
      exposure: promises(history),
      lacking: 'no task and no settlement was acknowledged',
    }),
};

function* accusations(history: History, final: FinalState): Iterable<Accusation> {
  const rows = new Map(final.tasks.map((row) => [row.task, row]));
  const stories = storiesOf(history);
  yield* lostTasks(history, rows);
  for (const story of stories.tasks.values()) {
    yield* lostCompletions(story, rows.get(story.id));
    yield* lostResults(story, rows.get(story.id));
    yield* lostFailures(story, rows.get(story.id));
  }
  yield* inventedReads(history);
  yield* doubledRows(history, final);
  const lastLine = history.ops.slice(-1).map((op) => op.index);
  const worked = keysWithWork(stories);
  for (const row of final.tasks) {
    const story = stories.tasks.get(row.task);
    yield* inventedTask(row, { story, lastLine });
    if (story) yield* inventedResult(row, story, worked);
  }
}

function* lostTasks(history: History, rows: ReadonlyMap<string, TaskRow>): Iterable<Accusation> {
  for (const call of callsOf(history)) {
    if (call.op !== 'enqueue' || !isOk(call) || rows.has(call.value.task)) continue;
    yield accusation(
      `task ${call.value.task} was acknowledged and is lost: the final read does not have it`,
      [lineOf(call)],
    );
  }
}

function* lostCompletions(story: TaskStory, row: TaskRow | undefined): Iterable<Accusation> {
  for (const call of acknowledged(story, 'complete')) {
    const run = runOf(story, call.args.fence) ?? row?.run;
    if (row?.status === 'DONE' && row.run === run) continue;
    const found = row ? `${row.status} after run ${row.run}` : 'no such task';
    yield accusation(
      `task ${story.id}: the completion with fence ${call.args.fence} by ${call.actor} was acknowledged and is lost: ` +
        `the final read has ${found}`,
      [lineOf(call)],
    );
  }
}

/** The notes of a completion are its result. A system whose row has none keeps no results. */
function* lostResults(story: TaskStory, row: TaskRow | undefined): Iterable<Accusation> {
  if (row?.status !== 'DONE' || row.notes === '') return;
  for (const call of acknowledged(story, 'complete')) {
    if (row.notes.includes(call.args.notes)) continue;
    yield accusation(
      `task ${story.id}: the result '${call.args.notes}' of the completion by ${call.actor} was acknowledged and is ` +
        'lost: the final read has other notes',
      [lineOf(call)],
    );
  }
}

function* lostFailures(story: TaskStory, row: TaskRow | undefined): Iterable<Accusation> {
  for (const call of acknowledged(story, 'fail')) {
    if (row?.status !== 'IN_PROGRESS' || row.run !== runOf(story, call.args.fence)) continue;
    yield accusation(
      `task ${story.id}: the failure with fence ${call.args.fence} by ${call.actor} was acknowledged and is lost: ` +
        'the final read still has that run IN_PROGRESS',
      [lineOf(call)],
    );
  }
}

function* inventedTask(
  row: TaskRow,
  known: { readonly story: TaskStory | undefined; readonly lastLine: readonly number[] },
): Iterable<Accusation> {
  const enqueues = known.story?.enqueues ?? [];
  if (enqueues.some(mayHaveHappened)) return;
  const [because, lines] =
    enqueues.length > 0
      ? (['although every submission of it was refused', enqueues.map(lineOf)] as const)
      : (['although nobody submitted it', known.lastLine] as const);
  yield accusation(`task ${row.task} is in the final read ${because}`, lines);
}

/** DONE needs a completion, or another task of the same key that had one. */
function* inventedResult(row: TaskRow, story: TaskStory, worked: ReadonlySet<string>): Iterable<Accusation> {
  if (row.status !== 'DONE' || story.fenced.some(mayBeWork)) return;
  const key = keyOf(story);
  if (key !== null && worked.has(key)) return;
  yield accusation(`task ${row.task} is DONE although nobody completed it`, story.enqueues.map(lineOf));
}

function keysWithWork(stories: Stories): ReadonlySet<string> {
  const worked = [...stories.tasks.values()].filter(({ fenced }) => fenced.some(mayBeWork));
  return new Set(worked.map(keyOf).filter((key) => key !== null));
}

/** Acknowledged submissions and settlements: each could have been lost. */
function promises(history: History): number {
  return callsOf(history).filter(
    (call) => isOk(call) && (call.op === 'enqueue' || call.op === 'complete' || call.op === 'fail'),
  ).length;
}
