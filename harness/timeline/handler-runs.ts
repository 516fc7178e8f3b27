/** When a task's handler really ran, whatever the queue says of it. */
import type { History, Op } from '../../gates/record/history.js';
import { laneOf, type Point } from './timed-calls.js';

export interface HandlerRun {
  readonly actor: string;
  readonly task: string;
  readonly fence: number;
  readonly begin: Point;
  /** Null when it was still going on at the end. */
  readonly end: Point | null;
}

type OpenRun = HandlerRun & { end: Point | null };

/** All runs of handlers, in order of their begin. A run ends with its worker. */
export function handlerRuns({ ops }: History): readonly HandlerRun[] {
  const runs: OpenRun[] = [];
  let open: readonly OpenRun[] = [];
  for (const op of ops) {
    if (op.type === 'run-start') {
      const { actor, task, fence } = op;
      const run = { actor, task, fence, begin: { line: op.index, at: op.at }, end: null };
      runs.push(run);
      open = [...open, run];
    } else {
      const ending = open.filter((run) => endsWith(run, op));
      for (const run of ending) run.end = { line: op.index, at: op.at };
      if (ending.length > 0) open = open.filter(({ end }) => end === null);
    }
  }
  return runs;
}

function endsWith(run: OpenRun, op: Op): boolean {
  if (op.type === 'run-end') return run.actor === op.actor && run.task === op.task && run.fence === op.fence;
  return op.type === 'fault-start' && op.fault.kind === 'kill' && laneOf(run.actor) === op.fault.target;
}
