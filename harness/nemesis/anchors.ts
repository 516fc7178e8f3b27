/**
 * Finds the faults that hang on "the nth call of an operation". Counts calls by everybody and by actor, and gives
 * each fault out once.
 */
import { isOfStore, type PlannedFault, statementOf } from '../scenario/plan.js';

/** `statement`: in the midst of a call, and at a statement of it. */
type Moment = 'pre' | 'mid' | 'statement' | 'post';

const ANYBODY = 'any';

/** One operation that faults wait for. */
interface Waiting {
  /** By whose calls are counted, which of them, and when. */
  readonly armed: Map<string, PlannedFault[]>;
  readonly calls: Map<string, number>;
  /** Which call of anybody an actor has open: others may make the same call before it is answered. */
  readonly open: Map<string, number>;
}

export class Anchors {
  readonly #operations = new Map<string, Waiting>();
  #left = 0;

  constructor(faults: readonly PlannedFault[]) {
    for (const fault of faults) this.#arm(fault);
  }

  /** How many faults still wait for their call. */
  get left(): number {
    return this.#left;
  }

  /** Counts a call that is about to be sent, and answers the faults that strike before it. */
  sending(actor: string, op: string): readonly PlannedFault[] {
    const waiting = this.#operations.get(op);
    if (waiting === undefined) return none;
    waiting.open.set(actor, counted(waiting, ANYBODY));
    counted(waiting, actor);
    return this.#due(waiting, actor, 'pre');
  }

  /** The faults that strike a moment after the call that `actor` is about to send: it has been counted. */
  during(actor: string, op: string): readonly PlannedFault[] {
    return this.#met(actor, op, 'mid');
  }

  /** The faults that strike at a statement of the call that `actor` is sending. */
  within(actor: string, op: string): readonly PlannedFault[] {
    return this.#met(actor, op, 'statement');
  }

  /** The faults that strike after the call of `actor` that it sent last. An actor has one call open at a time. */
  answered(actor: string, op: string): readonly PlannedFault[] {
    return this.#met(actor, op, 'post');
  }

  #arm(fault: PlannedFault): void {
    if ('at' in fault.anchor) return;
    const { op, nth, phase } = fault.anchor;
    const moment: Moment = phase === 'mid' && statementOf(fault) !== null ? 'statement' : phase;
    const waiting = this.#operations.get(op) ?? { armed: new Map(), calls: new Map(), open: new Map() };
    this.#operations.set(op, waiting);
    const key = `${counterOf(fault)} ${nth} ${moment}`;
    waiting.armed.set(key, [...(waiting.armed.get(key) ?? []), fault]);
    this.#left += 1;
  }

  #met(actor: string, op: string, moment: Moment): readonly PlannedFault[] {
    const waiting = this.#operations.get(op);
    return waiting === undefined ? none : this.#due(waiting, actor, moment);
  }

  #due(waiting: Waiting, actor: string, moment: Moment): readonly PlannedFault[] {
    if (waiting.armed.size === 0) return none;
    const own = waiting.calls.get(actor) ?? 0;
    const ofAll = waiting.open.get(actor) ?? 0;
    return [
      ...this.#take(waiting, `${ANYBODY} ${ofAll} ${moment}`),
      ...this.#take(waiting, `${actor} ${own} ${moment}`),
    ];
  }

  #take({ armed }: Waiting, key: string): readonly PlannedFault[] {
    const due = armed.get(key);
    if (due === undefined) return none;
    armed.delete(key);
    this.#left -= due.length;
    return due;
  }
}

function counted({ calls }: Waiting, by: string): number {
  const nth = (calls.get(by) ?? 0) + 1;
  calls.set(by, nth);
  return nth;
}

const none: readonly PlannedFault[] = [];

/** Whose calls a fault counts: its target's, or everybody's when the target is no one actor. */
function counterOf(fault: PlannedFault): string {
  return isOfStore(fault.kind) || fault.target === ANYBODY ? ANYBODY : fault.target;
}
