/** The witness of a violation as numbered pins: each on the call, or on the moment, that a checker named. */
import type { History } from '../../gates/record/history.js';
import { callText, completionText } from '../history/op-text.js';
import { nameOf } from '../history/ops.js';
import { isNamed } from './accused.js';
import type { Moment } from './axis.js';
import type { Cut } from './cut.js';
import { marksOf } from './phase-marks.js';
import type { TimedCall } from './timed-calls.js';
import { timeText } from './words.js';

export interface Pin {
  /** From 1, in order of the history. */
  readonly number: number;
  readonly at: Moment;
  /** The lane it points to, or null for a moment of the whole run. */
  readonly lane: string | null;
  /** Line of the call's begin; null when it is no call. */
  readonly call: number | null;
  /** Who, when, what was asked and what came of it. */
  readonly says: string;
}

/** The pins of a cut, in order. */
export function pinsOf(cut: Cut, history: History): readonly Pin[] {
  const calls = cut.calls.filter((call) => isNamed(call, cut.witness));
  const named = new Set(calls.flatMap(({ begin, end }) => [begin.line, ...(end ? [end.line] : [])]));
  const others = [...cut.witness].filter((line) => !named.has(line));
  const pins = [
    ...calls.map((call) => callPin(call, history)),
    ...others.flatMap((line) => momentPin(line, history)),
  ];
  return pins
    .sort((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0))
    .map((pin, position) => ({ ...pin, number: position + 1 }));
}

type Unnumbered = Omit<Pin, 'number'>;

function callPin({ call, actor, begin, end }: TimedCall, { ops, header }: History): Unnumbered {
  const completion = end === null ? undefined : ops[end.line];
  const came = completion ? completionText(completion, header.startedAt) : 'no answer';
  const when = end === null ? timeText(begin.at) : `${timeText(begin.at)} to ${timeText(end.at)}`;
  const lines = end === null ? `line ${begin.line}` : `lines ${begin.line} and ${end.line}`;
  return {
    at: end ?? begin,
    lane: nameOf(actor),
    call: begin.line,
    says: `${actor}, ${when}: ${callText(call)}, answered ${came} (${lines})`,
  };
}

function momentPin(line: number, history: History): readonly Unnumbered[] {
  const op = history.ops[line];
  if (op === undefined) return [];
  const mark = marksOf(history).find(({ at }) => at.line === line);
  const says = `${timeText(op.at)}: ${mark?.says ?? op.type} (line ${line})`;
  return [{ at: { line, at: op.at }, lane: mark ? null : nameOf(op.actor), call: null, says }];
}
