/** When a task's handler really ran, whatever the queue says of it. */
import type { History } from '../../gates/record/history.js';
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
  for (const op of ops) {
    const point = { line: op.index, at: op.at };
    if (op.type === 'run-start') {
      runs.push({ actor: op.actor, task: op.task, fence: op.fence, begin: point, end: null });
    } else if (op.type === 'run-end') {
      const same = (run: OpenRun) => run.actor === op.actor && run.task === op.task && run.fence === op.fence;
      endAll(runs.filter(same), point);
    } else if (op.type === 'fault-start' && op.fault.kind === 'kill') {
      endAll(
        runs.filter(({ actor }) => laneOf(actor) === op.fault.target),
        point,
      );
    }
  }
  return runs;
}

function endAll(runs: readonly OpenRun[], end: Point): void {
  for (const run of runs) run.end ??= end;
}
