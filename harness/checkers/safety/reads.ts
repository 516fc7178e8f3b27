/**
 * What lists and logs that were read say. A read during the run shows no more than what was asked for before it came
 * back, and no list has a task twice. What else the final read shows is looked at elsewhere.
 */
import type { FinalState, History, TaskRow } from '../../../gates/record/history.js';
import { callsOf, isOk, lineOf, mayHaveHappened } from '../../history/calls.js';
import { keyOf, mayBeWork, type Stories, storiesOf, type TaskStory } from '../../history/stories.js';
import { type Accusation, accusation } from '../judged.js';

interface Read<Seen> {
  readonly row: Seen;
  /** The line on which the read came back. */
  readonly line: number;
}

/** Every row of every list that was answered, in the order of the calls. */
export function* rowsRead(history: History): Iterable<Read<TaskRow>> {
  for (const call of callsOf(history)) {
    if (call.op !== 'list' || !isOk(call)) continue;
    for (const row of call.value) yield { row, line: lineOf(call) };
  }
}

/** A task that one list, or the final read, has two rows of: it would be in two states, and be counted twice. */
export function* doubledRows(history: History, { tasks }: FinalState): Iterable<Accusation> {
  for (const call of callsOf(history)) {
    if (call.op === 'list' && isOk(call)) yield* doubled(call.value, { where: 'a read', line: lineOf(call) });
  }
  const line = history.ops.at(-1)?.index ?? 0;
  yield* doubled(tasks, { where: 'the final read', line });
}

function* doubled(
  rows: readonly TaskRow[],
  read: { readonly where: string; readonly line: number },
): Iterable<Accusation> {
  const seen = new Set<string>();
  for (const { task } of rows) {
    if (seen.has(task)) yield accusation(`task ${task} has more than one row in ${read.where}`, [read.line]);
    seen.add(task);
  }
}

/** A task in a read that nobody had submitted by then, and a task that was DONE before anybody completed it. */
export function* inventedReads(history: History): Iterable<Accusation> {
  const stories = storiesOf(history);
  const workedFrom = firstWork(stories);
  for (const { row, line } of seen(history)) {
    const story = stories.tasks.get(row.task);
    if (!story?.enqueues.some((call) => call.invoke < line && mayHaveHappened(call))) {
      const submitted = story?.enqueues.filter(({ invoke }) => invoke < line) ?? [];
      const because =
        submitted.length > 0
          ? 'although every submission of it had been refused'
          : 'although nobody had submitted it';
      yield accusation(`task ${row.task} was in a read ${because}`, [line, ...submitted.map(lineOf)]);
    } else if (row.isDone && !isWorked(story, { workedFrom, line })) {
      yield accusation(`task ${row.task} was DONE in a read although nobody had completed it`, [line]);
    }
  }
}

function* seen(history: History): Iterable<Read<{ readonly task: string; readonly isDone: boolean }>> {
  for (const { row, line } of rowsRead(history)) {
    yield { row: { task: row.task, isDone: row.status === 'DONE' }, line };
  }
  for (const call of callsOf(history)) {
    if (call.op !== 'events' || !isOk(call)) continue;
    for (const { task, to } of call.value) yield { row: { task, isDone: to === 'DONE' }, line: lineOf(call) };
  }
}

/** The first line on which a task of each key may have been completed. */
function firstWork({ tasks }: Stories): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const story of tasks.values()) {
    const key = keyOf(story);
    const work = story.fenced.find(mayBeWork);
    if (key !== null && work) first.set(key, Math.min(work.invoke, first.get(key) ?? Infinity));
  }
  return first;
}

function isWorked(
  story: TaskStory,
  { workedFrom, line }: { readonly workedFrom: ReadonlyMap<string, number>; readonly line: number },
): boolean {
  if (story.fenced.some((call) => mayBeWork(call) && call.invoke < line)) return true;
  const key = keyOf(story);
  return key !== null && (workedFrom.get(key) ?? Infinity) < line;
}
