/**
 * INV-09: the system's own event log, replayed, gives the rows of the final read, and tells of every change the
 * harness saw acknowledged. A change without its event, or an event without its change, is a lie in the audit trail.
 */
import type { FinalState, History, SystemEvent, TaskRow, TaskStatus } from '../../../gates/record/history.js';
import { lineOf } from '../../history/calls.js';
import { acknowledged, runOf, storiesOf, type TaskStory } from '../../history/stories.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** Each task's events form one chain that ends in the task's row. */
export const eventsExplainState: Checker = {
  invariant: 'INV-09',
  name: 'events-explain-state',
  needs: 'events',
  check: (history, final) =>
    judged(accusations(history, final), {
      exposure: final.events.filter((event) => event.to !== null).length,
      lacking: 'the event log tells of no change of state',
    }),
};

function* accusations(history: History, final: FinalState): Iterable<Accusation> {
  const { tasks } = storiesOf(history);
  const lines = (task: string): readonly number[] => linesOf(history, tasks.get(task));
  yield* disorderedLog(final.events, lines);
  const logs = byTask(final.events);
  const rows = new Map(final.tasks.map((row) => [row.task, row]));
  for (const [task, log] of logs) {
    yield* brokenChain(task, log, lines);
    if (!rows.has(task)) yield accusation(`the events tell of task ${task}, which has no row`, lines(task));
  }
  for (const row of final.tasks) yield* unexplainedRow(row, logs.get(row.task) ?? [], lines);
  for (const story of tasks.values()) yield* untoldChanges(story, logs.get(story.id) ?? []);
}

type Lines = (task: string) => readonly number[];

function* disorderedLog(events: readonly SystemEvent[], lines: Lines): Iterable<Accusation> {
  for (const [position, event] of events.entries()) {
    const before = events[position - 1];
    if (!before || before.seq < event.seq) continue;
    yield accusation(
      `event ${event.seq} of task ${event.task} comes after event ${before.seq}`,
      lines(event.task),
    );
  }
}

function* brokenChain(task: string, log: readonly SystemEvent[], lines: Lines): Iterable<Accusation> {
  let status: TaskStatus | null = null;
  let run = 0;
  let started = 0;
  for (const event of log) {
    const starts = event.to === 'IN_PROGRESS';
    if (event.run < run || (starts && event.run <= started)) {
      yield accusation(
        `task ${task}: event ${event.seq} (${event.type}) is of run ${event.run} after one of run ${run}`,
        lines(task),
      );
    }
    run = Math.max(run, event.run);
    if (starts) started = event.run;
    if (event.to === null) continue;
    if (event.from !== status) {
      yield accusation(
        `task ${task}: event ${event.seq} (${event.type}) goes from ${event.from ?? 'nothing'}, ` +
          `but the events before it lead to ${status ?? 'nothing'}`,
        lines(task),
      );
    }
    status = event.to;
  }
}

function* unexplainedRow(row: TaskRow, log: readonly SystemEvent[], lines: Lines): Iterable<Accusation> {
  const last = log.findLast((event) => event.to !== null);
  if (last?.to !== row.status) {
    yield accusation(
      `task ${row.task} is ${row.status}, but its events lead to ${last?.to ?? 'nothing'}`,
      lines(row.task),
    );
  }
  const run = log.reduce((highest, event) => Math.max(highest, event.run), 0);
  if (run !== row.run) {
    yield accusation(`task ${row.task} counts ${row.run} runs, but its events count ${run}`, lines(row.task));
  }
}

/** What was acknowledged to a worker must be in the log, with its run. */
function* untoldChanges(story: TaskStory, log: readonly SystemEvent[]): Iterable<Accusation> {
  const told = new Set(log.map((event) => `${event.to} ${event.run}`));
  for (const claim of story.claims) {
    if (told.has(`IN_PROGRESS ${claim.value.run}`)) continue;
    yield accusation(`task ${story.id}: no event tells of the claim of run ${claim.value.run}`, [
      lineOf(claim),
    ]);
  }
  for (const [op, status] of [
    ['complete', 'DONE'],
    ['fail', 'FAILED'],
  ] as const) {
    for (const call of acknowledged(story, op)) {
      const run = runOf(story, call.args.fence);
      if (run === null || told.has(`${status} ${run}`)) continue;
      yield accusation(`task ${story.id}: no event tells that run ${run} became ${status}`, [lineOf(call)]);
    }
  }
}

function byTask(events: readonly SystemEvent[]): ReadonlyMap<string, readonly SystemEvent[]> {
  const logs = new Map<string, SystemEvent[]>();
  for (const event of events) {
    const log = logs.get(event.task);
    if (log) log.push(event);
    else logs.set(event.task, [event]);
  }
  return logs;
}

/** The last call about the task; the end of the history when there was none. */
function linesOf(history: History, story: TaskStory | undefined): readonly number[] {
  const calls = story ? [...story.enqueues, ...story.claims, ...story.fenced, ...story.operators] : [];
  if (calls.length === 0) return history.ops.slice(-1).map((op) => op.index);
  return [calls.reduce((latest, call) => Math.max(latest, lineOf(call)), 0)];
}
