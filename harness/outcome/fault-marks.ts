/** Coverage marks of the store's faults and of lost answers: not that they were injected, but that calls met them. */
import type { Call, History, Op } from '../../gates/record/history.js';
import { type Invoke, nameOf } from '../history/ops.js';

export const FAULT_MARKS = [
  /** A call was refused because the store was full; a completion was. */
  'store-full',
  'full-at-complete',
  /** A call met a failing disk. */
  'io-error',
  /** A call that was made while the disk was slow took as long as a commit. */
  'slow-disk',
  /** The answer to a call got lost; its actor asked for the same again; it was a submission. */
  'reply-lost',
  'lost-reply-retried',
  'lost-enqueue-retried',
  /** An actor was killed between two statements of a call. */
  'killed-within',
] as const;
type FaultMark = (typeof FAULT_MARKS)[number];

/** How often each mark was reached. */
export function faultMarks({ ops }: History): Readonly<Record<FaultMark, number>> {
  const reader = new MarkReader(ops);
  for (const op of ops) reader.read(op);
  return reader.marks;
}

class MarkReader {
  readonly marks: Record<FaultMark, number>;
  readonly #ops: readonly Op[];
  /** Actors whose answers get lost, by the fault that does it. */
  readonly #losing = new Map<string, string>();
  /** How long a commit takes, ms, by the fault that does it. */
  readonly #slow = new Map<string, number>();
  /** Calls made while the disk is slow: how late their answer is then, ms on the run's clock. */
  readonly #delayed = new Map<number, number>();
  /** What was asked for without an answer, and not again so far. */
  readonly #unanswered = new Set<string>();

  constructor(ops: readonly Op[]) {
    this.#ops = ops;
    this.marks = Object.fromEntries(FAULT_MARKS.map((mark) => [mark, 0])) as Record<FaultMark, number>;
  }

  read(op: Op): void {
    if (op.type === 'invoke') {
      if (this.#unanswered.delete(wishOf(op))) this.#retried(op.call);
      if (this.#slow.size > 0) this.#delayed.set(op.index, op.at + Math.max(...this.#slow.values()));
    } else if (op.type === 'fault-start') {
      const { id, kind, target, statement, commitMs } = op.fault;
      if (commitMs !== undefined) this.#slow.set(id, commitMs);
      if (kind === 'reply-lost') this.#losing.set(id, target);
      if (kind === 'kill' && statement !== undefined) this.marks['killed-within'] += 1;
    } else if (op.type === 'fault-heal') {
      this.#losing.delete(op.fault.id);
      this.#slow.delete(op.fault.id);
    } else if (op.type === 'ok') {
      if (op.at >= (this.#delayed.get(op.invokedBy) ?? Infinity)) this.marks['slow-disk'] += 1;
    } else if (op.type === 'fail' || op.type === 'info') this.#refused(op);
  }

  #retried({ op }: Call): void {
    this.marks['lost-reply-retried'] += 1;
    if (op === 'enqueue') this.marks['lost-enqueue-retried'] += 1;
  }

  #refused({ code, invokedBy }: Extract<Op, { type: 'fail' | 'info' }>): void {
    const invoke = this.#ops[invokedBy];
    if (invoke?.type !== 'invoke') return;
    if (code === 'STORE_FULL') this.marks['store-full'] += 1;
    if (code === 'STORE_FULL' && invoke.call.op === 'complete') this.marks['full-at-complete'] += 1;
    if (code === 'STORE_UNAVAILABLE') this.marks['io-error'] += 1;
    if (code !== 'TIMEOUT' || ![...this.#losing.values()].includes(nameOf(invoke.actor))) return;
    this.marks['reply-lost'] += 1;
    if (isRetried(invoke.call)) this.#unanswered.add(wishOf(invoke));
  }
}

/** What a client asks for again when it got no answer. */
function isRetried({ op }: Call): boolean {
  return op === 'enqueue' || op === 'complete' || op === 'fail';
}

/** The same wish of the same actor, whatever its incarnation. */
function wishOf(invoke: Invoke): string {
  return `${nameOf(invoke.actor)} ${JSON.stringify(invoke.call)}`;
}
