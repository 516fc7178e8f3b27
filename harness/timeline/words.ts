/** The words of the picture: short enough to stand beside a bar, and how wide they come out. */
import type { ClaimAnswer, FaultKind } from '../../gates/record/history.js';
import type { StruckFault } from './faults-struck.js';
import type { TimedCall } from './timed-calls.js';

/** Pixels a character takes at the size of the picture; wide scripts take twice as much. */
const CHARACTER = 6.9;

/** How much wider bold words are. */
const BOLD = 1.12;

/** About how many pixels a text takes in bold. */
export function boldWidthOf(text: string): number {
  return Math.ceil(widthOf(text) * BOLD);
}

/** About how many pixels a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += (sign.codePointAt(0) ?? 0) > 0x2e7f ? CHARACTER * 2 : CHARACTER;
  return Math.ceil(width);
}

/** A name that fits: what does not is left out in the middle. */
export function short(name: string, most = 26): string {
  const signs = [...name];
  if (signs.length <= most) return name;
  const half = Math.floor((most - 1) / 2);
  return `${signs.slice(0, half).join('')}…${signs.slice(-half).join('')}`;
}

/** An instant or a length of a run: `7 ms`, `2.005 s`, `3 min 36.022 s`. */
export function timeText(ms: number): string {
  const rounded = Math.round(ms * 10) / 10;
  if (Math.abs(rounded) < 1000) return `${rounded} ms`;
  const seconds = rounded / 1000;
  if (seconds < 60) return `${trimmed(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = trimmed(seconds - minutes * 60);
  return rest === '0' ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** A length, roughly: to be read, not compared. */
export function lengthText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trimmed(Math.round(ms / 100) / 10)} s`;
  if (ms < 3_600_000) return `${trimmed(Math.round(ms / 6000) / 10)} min`;
  return `${trimmed(Math.round(ms / 360_000) / 10)} h`;
}

/** A call and what came of it, beside its bar. */
export function callLabel(call: TimedCall): string {
  return `${asked(call)} ${cameOfIt(call)}`;
}

/** A fault by its name and how long it lasted. */
export function faultLabel({ kind, figure, begin, end }: StruckFault): string {
  const names = {
    kill: 'killed',
    pause: 'paused',
    slow: `slow, ${figure} times as long`,
    'clock-skew': `clock drifts to ${offText(figure)}`,
    'clock-step': `clock ${offText(figure)}`,
    'store-lock': 'store locked',
    'store-full': 'store full',
    'io-error': 'disk fails',
    'slow-disk': `disk slow, ${lengthText(figure)} a commit`,
    'reply-lost': 'answers lost',
    'transient-error': 'planned transient error',
    'permanent-error': 'planned permanent error',
    'duplicate-enqueue': 'submitted again',
    'budget-exceed': 'over budget',
  } satisfies Record<FaultKind, string>;
  const lasted = end === null ? 0 : end.at - begin.at;
  return lasted > 0 ? `${names[kind]} for ${lengthText(lasted)}` : names[kind];
}

/** How far a clock is off: `2.5 s ahead`. */
export function offText(byMs: number): string {
  return `${lengthText(Math.abs(byMs))} ${byMs < 0 ? 'behind' : 'ahead'}`;
}

function asked({ call }: TimedCall): string {
  const { op } = call;
  if (op === 'enqueue') return `enqueue ${short(call.args.task.id)}`;
  if (op === 'report') return `report ${call.args.tokens} tokens of ${named(call.args)}`;
  if ('fence' in call.args) return `${op} ${named(call.args)}`;
  return 'task' in call.args ? `${op} ${short(call.args.task)}` : op;
}

function cameOfIt({ call, ending, code, value }: TimedCall): string {
  if (ending === 'open') return '… no answer';
  if (ending === 'fail') return `✕ ${code}`;
  if (ending === 'info') return `? ${code}`;
  if (call.op === 'claim') return value === null ? '→ nothing' : `→ ${named(value as ClaimAnswer)}`;
  if (call.op === 'report') return `→ ${(value as { action: string }).action}`;
  if (call.op === 'sweep') return `→ ${swept(value as Swept)}`;
  return '✓';
}

interface Swept {
  readonly requeued: readonly string[];
  readonly exhausted: readonly string[];
}

function swept({ requeued, exhausted }: Swept): string {
  const told = [
    ...(requeued.length > 0 ? [`requeued ${some(requeued)}`] : []),
    ...(exhausted.length > 0 ? [`gave up ${some(exhausted)}`] : []),
  ];
  return told.length > 0 ? told.join(', ') : 'nothing';
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 2).map((name) => short(name));
  return names.length > 2 ? `${shown.join(', ')} and ${names.length - 2} more` : shown.join(', ');
}

function named({ task, fence }: { readonly task: string; readonly fence: number }): string {
  return `${short(task)} #${fence}`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(3)));
}
