/**
 * The invariants of a whole store: what each task's history must say about its row, and what must hold among tasks.
 * Pure. Events come in the order of the log; tasks that changed while they were read are left aside.
 */
import type { TaskEvent } from '../task/event.js';
import type { EventSeq, Task } from '../task/task.js';
import { continued, type History } from './history.js';
import { facts } from './replay.js';

/** What the histories are held against. */
export interface AuditTerms {
  readonly tasks: readonly Task[];
  /** The log's last event before the tasks were read. */
  readonly asOf: EventSeq;
  /** Most tasks that may be in progress at once. */
  readonly cap: number;
  /** Tasks whose log was cut off because they were pruned while it was read: nothing is said of them. */
  readonly pruned?: ReadonlySet<string>;
}

export interface Audit {
  take(event: TaskEvent): void;
  /** Everything found wrong, worded for a person; empty when nothing is. */
  findings(terms: AuditTerms): readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/** An audit that has seen nothing yet. */
export function beginAudit(): Audit {
  const histories = new Map<string, History>();
  const found: string[] = [];
  return {
    take(event) {
      const { history, findings } = continued(histories.get(event.taskId) ?? null, event);
      histories.set(event.taskId, history);
      found.push(...findings);
    },
    findings: ({ tasks, asOf, cap, pruned = NONE }) => [
      ...found,
      ...tasks.flatMap((task) =>
        pruned.has(task.id) ? [] : rowProblems(task, histories.get(task.id), asOf),
      ),
      ...lostTasks(tasks, histories, asOf),
      ...keyProblems(tasks),
      ...capProblems(tasks, cap),
    ],
  };
}

function rowProblems(task: Task, history: History | undefined, asOf: EventSeq): readonly string[] {
  if (history === undefined) return [`task ${task.id} has no history`];
  const problems: string[] = [];
  if (history.mostRuns > task.maxRetries + 1) {
    problems.push(`task ${task.id} ran ${history.mostRuns} times with ${task.maxRetries} retries`);
  }
  if (needsPerson(task) && (task.nextAction ?? '').trim() === '') {
    problems.push(`task ${task.id} is ${task.status} and does not say what to do next`);
  }
  if (history.lastEvent > asOf) return problems;
  const row = facts(task);
  for (const name of Object.keys(row) as (keyof typeof row)[]) {
    const told = history.state[name];
    if (row[name] !== told) problems.push(`task ${task.id} has ${name} ${row[name]}, its events say ${told}`);
  }
  return problems;
}

function needsPerson(task: Task): boolean {
  return task.status === 'BLOCKED' || (task.status === 'FAILED' && task.retryAt === null);
}

function lostTasks(
  tasks: readonly Task[],
  histories: ReadonlyMap<string, History>,
  asOf: EventSeq,
): readonly string[] {
  const known = new Set<string>(tasks.map(({ id }) => id));
  return [...histories]
    .filter(([id, { lastEvent }]) => !known.has(id) && lastEvent <= asOf)
    .map(([id]) => `task ${id} has a history and is gone`);
}

/** One task of a key runs, and one is done by itself. */
function keyProblems(tasks: readonly Task[]): readonly string[] {
  const claims = tasks.flatMap((task) => {
    if (task.idempotencyKey === null) return [];
    const leads = task.status === 'IN_PROGRESS' || (task.status === 'DONE' && task.duplicateOf === null);
    return leads ? [{ key: task.idempotencyKey, status: task.status, id: task.id }] : [];
  });
  const firsts = new Map<string, string>();
  return claims.flatMap(({ key, status, id }) => {
    const name = `${status} ${key}`;
    const first = firsts.get(name);
    if (first !== undefined) return [`tasks ${first} and ${id} of one idempotency key are both ${status}`];
    firsts.set(name, id);
    return [];
  });
}

function capProblems(tasks: readonly Task[], cap: number): readonly string[] {
  const running = tasks.filter(({ status }) => status === 'IN_PROGRESS').length;
  return running > cap ? [`${running} tasks are in progress, at most ${cap} may be`] : [];
}
