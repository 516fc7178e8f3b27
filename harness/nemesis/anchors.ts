/**
 * Finds the faults that hang on "the nth call of an operation". Counts calls by everybody and by actor, and gives
 * each fault out once.
 */
import { isOfStore, type PlannedFault, statementOf } from '../scenario/plan.js';

/** `statement`: in the midst of a call, and at a statement of it. */
type Moment = 'pre' | 'mid' | 'statement' | 'post';

const ANYBODY = 'any';

export class Anchors {
  readonly #armed = new Map<string, PlannedFault[]>();
  readonly #calls = new Map<string, number>();
  /** Which call of anybody an actor has open: others may make the same call before it is answered. */
  readonly #open = new Map<string, number>();
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
    if (this.#left === 0) return none;
    this.#open.set(actor, this.#count(ANYBODY, op));
    this.#count(actor, op);
    return this.#due(actor, op, 'pre');
  }

  /** The faults that strike a moment after the call that `actor` is about to send: it has been counted. */
  during(actor: string, op: string): readonly PlannedFault[] {
    return this.#left === 0 ? none : this.#due(actor, op, 'mid');
  }

  /** The faults that strike at a statement of the call that `actor` is sending. */
  within(actor: string, op: string): readonly PlannedFault[] {
    return this.#left === 0 ? none : this.#due(actor, op, 'statement');
  }

  /** The faults that strike after the call of `actor` that it sent last. An actor has one call open at a time. */
  answered(actor: string, op: string): readonly PlannedFault[] {
    return this.#left === 0 ? none : this.#due(actor, op, 'post');
  }

  #arm(fault: PlannedFault): void {
    if ('at' in fault.anchor) return;
    const { op, nth, phase } = fault.anchor;
    const moment: Moment = phase === 'mid' && statementOf(fault) !== null ? 'statement' : phase;
    const key = `${counterOf(fault)} ${op} ${nth} ${moment}`;
    this.#armed.set(key, [...(this.#armed.get(key) ?? []), fault]);
    this.#left += 1;
  }

  #count(actor: string, op: string): number {
    const key = `${actor} ${op}`;
    const nth = (this.#calls.get(key) ?? 0) + 1;
    this.#calls.set(key, nth);
    return nth;
  }

  #due(actor: string, op: string, moment: Moment): readonly PlannedFault[] {
    const own = this.#calls.get(`${actor} ${op}`) ?? 0;
    const ofAll = this.#open.get(actor) ?? 0;
    return [
      ...this.#take(`${ANYBODY} ${op} ${ofAll} ${moment}`),
      ...this.#take(`${actor} ${op} ${own} ${moment}`),
    ];
  }

  #take(key: string): readonly PlannedFault[] {
    const due = this.#armed.get(key) ?? none;
    this.#armed.delete(key);
    this.#left -= due.length;
    return due;
  }
}

const none: readonly PlannedFault[] = [];

/** Whose calls a fault counts: its target's, or everybody's when the target is no one actor. */
function counterOf(fault: PlannedFault): string {
  return isOfStore(fault.kind) || fault.target === ANYBODY ? ANYBODY : fault.target;
}
