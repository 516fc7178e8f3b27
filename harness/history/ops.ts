/** What many have to know of a line of a history. */
import type { Op } from '../../gates/record/history.js';

/** A call that is on its way. */
export type Invoke = Extract<Op, { type: 'invoke' }>;
/** A call that came back, or never will. */
export type Completed = Extract<Op, { type: 'ok' | 'fail' | 'info' }>;

export function isCompletion(op: Op): op is Completed {
  return op.type === 'ok' || op.type === 'fail' || op.type === 'info';
}

/** An actor without its incarnation, `w1` of `w1/3`: what faults aim at, and who has a lane of its own. */
export function nameOf(actor: string): string {
  const end = actor.lastIndexOf('/');
  return end < 0 ? actor : actor.slice(0, end);
}
