/**
 * Finds the faults that hang on "the nth call of an operation". Counts calls by everybody and by actor, and gives
 * each fault out once. One that could not strike, as another fault was at that call first, waits for the next such
 * call of the same actor.
 */
import { isOfStore, type PlannedFault, statementOf } from '../scenario/plan.js';

/** `statement`: in the midst of a call, and at a statement of it. */
const MOMENTS = ['pre', 'mid', 'statement', 'post'] as const;
type Moment = (typeof MOMENTS)[number];

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
    const last = callOf(waiting, actor);
    waiting.open.set(actor, counted(waiting, ANYBODY));
    counted(waiting, actor);
    if (waiting.armed.size > 0) carry(waiting, { from: last, to: callOf(waiting, actor) });
    return this.#due(waiting, actor, 'pre');
  }

  /** The fault was given out for a call of `actor` and could not strike: it waits for the next one. */
  putOff(fault: PlannedFault, actor: string): void {
    if ('at' in fault.anchor) return;
    const waiting = this.#waitingFor(fault.anchor.op);
    const { own, ofAll } = callOf(waiting, actor);
    this.#armAt(waiting, counterOf(fault) === ANYBODY ? ofAll : own, fault);
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
    const { op, nth } = fault.anchor;
    this.#armAt(this.#waitingFor(op), `${counterOf(fault)} ${nth}`, fault);
  }

  #armAt({ armed }: Waiting, call: string, fault: PlannedFault): void {
    const key = `${call} ${momentOf(fault)}`;
    armed.set(key, [...(armed.get(key) ?? []), fault]);
    this.#left += 1;
  }

  #waitingFor(op: string): Waiting {
    const waiting = this.#operations.get(op) ?? { armed: new Map(), calls: new Map(), open: new Map() };
    this.#operations.set(op, waiting);
    return waiting;
  }

  #met(actor: string, op: string, moment: Moment): readonly PlannedFault[] {
    const waiting = this.#operations.get(op);
    return waiting === undefined ? none : this.#due(waiting, actor, moment);
  }

  #due(waiting: Waiting, actor: string, moment: Moment): readonly PlannedFault[] {
    if (waiting.armed.size === 0) return none;
    const { own, ofAll } = callOf(waiting, actor);
    return [...this.#take(waiting, `${ofAll} ${moment}`), ...this.#take(waiting, `${own} ${moment}`)];
  }

  #take({ armed }: Waiting, key: string): readonly PlannedFault[] {
    const due = armed.get(key);
    if (due === undefined) return none;
    armed.delete(key);
    this.#left -= due.length;
    return due;
  }
}

/** The last call of an actor, as keys of what is armed: among its own, and among those of everybody. */
interface CallKeys {
  readonly own: string;
  readonly ofAll: string;
}

function callOf({ calls, open }: Waiting, actor: string): CallKeys {
  return { own: `${actor} ${calls.get(actor) ?? 0}`, ofAll: `${ANYBODY} ${open.get(actor) ?? 0}` };
}

/** What an actor's last call was not struck by waits for its next one. */
function carry(waiting: Waiting, { from, to }: { readonly from: CallKeys; readonly to: CallKeys }): void {
  for (const moment of MOMENTS) {
    move(waiting, `${from.own} ${moment}`, `${to.own} ${moment}`);
    move(waiting, `${from.ofAll} ${moment}`, `${to.ofAll} ${moment}`);
  }
}

function move({ armed }: Waiting, from: string, to: string): void {
  const late = armed.get(from);
  if (late === undefined) return;
  armed.delete(from);
  armed.set(to, [...late, ...(armed.get(to) ?? [])]);
}

function counted({ calls }: Waiting, by: string): number {
  const nth = (calls.get(by) ?? 0) + 1;
  calls.set(by, nth);
  return nth;
}

const none: readonly PlannedFault[] = [];

function momentOf(fault: PlannedFault): Moment {
  const phase = 'at' in fault.anchor ? 'pre' : fault.anchor.phase;
  return phase === 'mid' && statementOf(fault) !== null ? 'statement' : phase;
}

/** Whose calls a fault counts: its target's, or everybody's when the target is no one actor. */
function counterOf(fault: PlannedFault): string {
  return isOfStore(fault.kind) || fault.target === ANYBODY ? ANYBODY : fault.target;
}
