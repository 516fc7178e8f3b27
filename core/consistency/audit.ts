/**
 * The invariants of a store, one task after the other: what its history must say about its row, and that no other task
 * has what only one of a key may have. Pure. Tasks that changed since the audit began are left aside where they cannot
 * be judged.
 */
import type { EventSeq, Task } from '../task/task.js';
import type { History } from './history.js';
import { facts } from './replay.js';

export interface Audit {
  /**
   * Everything wrong with one task, worded for a person; empty when nothing is. The history is read after the row, and
   * null when there is none.
   */
  judge(task: Task, history: History | null): readonly string[];
}

/** An audit that has seen no task yet. `asOf`: the log's last event before the first task is read. */
export function beginAudit(asOf: EventSeq): Audit {
  const leaders = new Map<string, string>();
  return {
    judge(task, history) {
      if (history === null) return [`task ${task.id} has no history`];
      const found = [...history.findings, ...budgetProblems(task, history), ...silence(task)];
      if (history.lastEvent > asOf) return found;
      return [...found, ...differences(task, history), ...keyProblems(task, leaders)];
    },
  };
}

function budgetProblems(task: Task, { mostRuns }: History): readonly string[] {
  if (mostRuns <= task.maxRetries + 1) return [];
  return [`task ${task.id} ran ${mostRuns} times with ${task.maxRetries} retries`];
}

function silence(task: Task): readonly string[] {
  if (!needsPerson(task) || (task.nextAction ?? '').trim() !== '') return [];
  return [`task ${task.id} is ${task.status} and does not say what to do next`];
}

function needsPerson(task: Task): boolean {
  return task.status === 'BLOCKED' || (task.status === 'FAILED' && task.retryAt === null);
}

function differences(task: Task, { state }: History): readonly string[] {
  const row = facts(task);
  const names = Object.keys(row) as (keyof typeof row)[];
  return names
    .filter((name) => row[name] !== state[name])
    .map((name) => `task ${task.id} has ${name} ${row[name]}, its events say ${state[name]}`);
}

/** One task of a key runs, and one is done by itself; `leaders` are those met so far. */
function keyProblems(task: Task, leaders: Map<string, string>): readonly string[] {
  const leads = task.status === 'IN_PROGRESS' || (task.status === 'DONE' && task.duplicateOf === null);
  if (task.idempotencyKey === null || !leads) return [];
  const name = `${task.status} ${task.idempotencyKey}`;
  const first = leaders.get(name);
  if (first === undefined) {
    leaders.set(name, task.id);
    return [];
  }
  return [`tasks ${first} and ${task.id} of one idempotency key are both ${task.status}`];
}
