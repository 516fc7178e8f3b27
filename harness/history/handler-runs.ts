/** When a task's handler really ran, whatever the queue says of it. */
import type { History, Op, WorkOutcome } from '../../gates/record/history.js';

/** A place in the history: its line, and the instant in ms from the start of the run. */
interface Place {
  readonly line: number;
  readonly at: number;
}

export interface HandlerRun {
  /** With its incarnation, `w2/3`. */
  readonly actor: string;
  readonly task: string;
  readonly fence: number;
  readonly begin: Place;
  /** Null when it was still going on at the end. */
  readonly end: Place | null;
  /** What its work came to; null where that is not on record. */
  readonly outcome: WorkOutcome | null;
  /** The tokens it is to report; null for none. */
  readonly tokens: number | null;
}

type OpenRun = { -readonly [Field in keyof HandlerRun]: HandlerRun[Field] };

/** All runs of handlers, in order of their begin. A run ends with its worker's incarnation, if not before. */
export function handlerRuns({ ops }: History): readonly HandlerRun[] {
  const runs: OpenRun[] = [];
  let open: readonly OpenRun[] = [];
  for (const op of ops) {
    if (op.type === 'run-start') {
      const { actor, task, fence } = op;
      const run = { actor, task, fence, begin: { line: op.index, at: op.at } };
      const begun = { ...run, end: null, outcome: null, tokens: null };
      runs.push(begun);
      open = [...open, begun];
    } else if (mayEnd(op)) {
      const ending = open.filter((run) => endsWith(run, op));
      for (const run of ending) {
        run.end = { line: op.index, at: op.at };
        if (op.type === 'run-end') {
          run.outcome = op.outcome ?? null;
          run.tokens = op.tokens ?? null;
        }
      }
      if (ending.length > 0) open = open.filter(({ end }) => end === null);
    }
  }
  return runs;
}

/** Most lines end no run, and need not be held against those that go on. */
function mayEnd({ type }: Op): boolean {
  return type === 'run-end' || type === 'info' || type === 'fault-start';
}

function endsWith({ actor, task, fence }: OpenRun, op: Op): boolean {
  if (op.type === 'run-end') return actor === op.actor && task === op.task && fence === op.fence;
  if (op.type === 'info') return actor === op.actor;
  return op.type === 'fault-start' && op.fault.kind === 'kill' && actor.startsWith(`${op.fault.target}/`);
}
