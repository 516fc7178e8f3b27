/**
 * The calls of a history with both their ends as they were written down. Checkers pair calls too, but for them an
 * unknown outcome never ends; a picture has to say when the caller stopped waiting, and why.
 */
import type { Call, ClaimAnswer, History } from '../../gates/record/history.js';
import { type Completed, type Invoke, isCompletion } from '../history/ops.js';

/** A place in the history: its line, and the instant in ms from the start of the run. */
export interface Point {
  readonly line: number;
  readonly at: number;
}

/** `open`: no line ends the call. */
export type Ending = 'ok' | 'fail' | 'info' | 'open';

export interface TimedCall {
  readonly call: Call;
  /** With its incarnation, `w2/3`. */
  readonly actor: string;
  readonly begin: Point;
  /** Null while the call is open. */
  readonly end: Point | null;
  readonly ending: Ending;
  /** Why it did not succeed; null when it did, or is open. */
  readonly code: string | null;
  /** What the system answered; null for anything but `ok`. */
  readonly value: unknown;
}

/** All calls in order of their begin. */
export function timedCalls({ ops }: History): readonly TimedCall[] {
  const endings = new Map<number, Completed>();
  for (const op of ops) if (isCompletion(op)) endings.set(op.invokedBy, op);
  return ops.flatMap((op) => (op.type === 'invoke' ? [timed(op, endings.get(op.index))] : []));
}

/** The tasks a call is about: those it names, those it was given, those it moved. */
export function tasksOf({ call, ending, value }: TimedCall): readonly string[] {
  if (call.op === 'enqueue') return [call.args.task.id];
  if ('task' in call.args) return [call.args.task];
  if (ending !== 'ok' || value === null) return [];
  if (call.op === 'claim') return [(value as ClaimAnswer).task];
  if (call.op !== 'sweep') return [];
  const { requeued, exhausted } = value as Swept;
  return [...requeued, ...exhausted];
}

interface Swept {
  readonly requeued: readonly string[];
  readonly exhausted: readonly string[];
}
function timed(op: Invoke, ended: Completed | undefined): TimedCall {
  return {
    call: op.call,
    actor: op.actor,
    begin: { line: op.index, at: op.at },
    end: ended ? { line: ended.index, at: ended.at } : null,
    ending: ended?.type ?? 'open',
    code: ended && ended.type !== 'ok' ? ended.code : null,
    value: ended?.type === 'ok' ? ended.value : null,
  };
}
