/**
 * The search for one order of a task's operations. It follows the answers line by line and keeps every position that
 * some order of the operations so far leads to; an operation is put in place only once its own answer, or a later
 * one, needs it there (just-in-time linearization, Lowe 2017). So the work is near-linear where calls seldom overlap.
 */
import { type Effect, isIdle, outcomes, type TaskState, UNKNOWN_TASK } from './machine.js';
import type { TaskOperation } from './operations.js';

export interface SearchTerms {
  readonly operations: readonly TaskOperation[];
  /** Lines of the sweeps nobody knows the answer of, rising; each may have moved the task once. */
  readonly lostSweeps: readonly number[];
  /** Positions looked at, beyond one for each operation, before the search gives up. */
  readonly limit: number;
}

/** Where an order has led to. */
export interface Position {
  readonly state: TaskState;
  /** Operations that have taken effect and not been answered yet; those without an answer stay. */
  readonly early: readonly TaskOperation[];
  /** Of the lost sweeps, which are all alike, so many have moved the task. */
  readonly sweeps: number;
  /** What brought the task into its state. */
  readonly by: TaskOperation | null;
}

export type Found =
  | { readonly kind: 'order' }
  /** `at` has no place behind any of the positions that the operations before it lead to. */
  | { readonly kind: 'no-order'; readonly at: TaskOperation; readonly positions: readonly Position[] }
  | { readonly kind: 'gave-up' };

const LOST_SWEEP: Effect = { kind: 'lost-sweep' };
const START: Position = { state: UNKNOWN_TASK, early: [], sweeps: 0, by: null };

/** Looks for an order that agrees with *precedes* and that the machine accepts. */
export function findOrder(terms: SearchTerms): Found {
  const coming = [...terms.operations].sort((a, b) => a.invoke - b.invoke);
  const open = new Set<TaskOperation>();
  let next = 0;
  let positions: readonly Position[] = [START];
  const look = new Look(terms);
  for (const at of answered(terms.operations)) {
    for (let one = coming[next]; one && one.invoke <= at.end; one = coming[++next]) open.add(one);
    open.delete(at);
    const after = look.placing(at, open, positions);
    if (after === null) return { kind: 'gave-up' };
    if (after.length === 0) return { kind: 'no-order', at, positions };
    positions = after;
  }
  return { kind: 'order' };
}

/** In order of their answers: what surely took place, and the final read as the last. */
function answered(operations: readonly TaskOperation[]): readonly TaskOperation[] {
  return operations
    .filter(({ end, effect }) => Number.isFinite(end) || effect.kind === 'read')
    .sort((a, b) => (a.end < b.end ? -1 : 1));
}

class Look {
  readonly #terms: SearchTerms;
  readonly #limit: number;
  readonly #numbers = new Map<TaskOperation, number>();
  #looked = 0;

  constructor(terms: SearchTerms) {
    this.#terms = terms;
    this.#limit = terms.limit + terms.operations.length;
  }

  /** Every position behind `at`, with any of the open operations before it; null when there are too many. */
  placing(
    at: TaskOperation,
    open: ReadonlySet<TaskOperation>,
    positions: readonly Position[],
  ): readonly Position[] | null {
    const reached = new Map<string, Position>();
    const seen = new Set<string>();
    const left = [...positions];
    for (let from = left.pop(); from; from = left.pop()) {
      if (from.early.includes(at)) {
        const answered = { ...from, early: from.early.filter((one) => one !== at) };
        reached.set(this.#keyOf(answered), answered);
        continue;
      }
      const position = settledIn(from, open);
      const key = this.#keyOf(position);
      if (seen.has(key)) continue;
      seen.add(key);
      if (++this.#looked > this.#limit) return null;
      for (const state of outcomes(position.state, at.effect)) {
        const placed = state === position.state ? position : { ...position, state, by: at };
        reached.set(this.#keyOf(placed), placed);
      }
      if (!isIdle(position.state, at.effect)) left.push(...this.#detours(position, open, at.end));
    }
    return [...reached.values()];
  }

  /** The positions after one more open operation; one without an answer is worth it only where it changes the state. */
  *#detours(from: Position, open: ReadonlySet<TaskOperation>, line: number): Iterable<Position> {
    const { state, early, sweeps } = from;
    for (const by of open) {
      if (early.includes(by)) continue;
      for (const changed of outcomes(state, by.effect)) {
        if (changed !== state || Number.isFinite(by.end))
          yield { state: changed, early: [...early, by], sweeps, by };
      }
    }
    if ((this.#terms.lostSweeps[sweeps] ?? Infinity) >= line) return;
    for (const changed of outcomes(state, LOST_SWEEP)) {
      yield { state: changed, early, sweeps: sweeps + 1, by: null };
    }
  }

  #keyOf({ state, early, sweeps }: Position): string {
    const numbers = early.map((one) => this.#numberOf(one)).sort((a, b) => a - b);
    return `${state.phase} ${state.run} ${state.fence} ${sweeps} ${numbers.join()}`;
  }

  #numberOf(operation: TaskOperation): number {
    const known = this.#numbers.get(operation);
    if (known !== undefined) return known;
    this.#numbers.set(operation, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** An open operation that is idle may as well take effect now: some legal order has it here if any order is legal. */
function settledIn(position: Position, open: ReadonlySet<TaskOperation>): Position {
  let { early } = position;
  for (const one of open) {
    if (!Number.isFinite(one.end) || early.includes(one)) continue;
    if (isIdle(position.state, one.effect)) early = [...early, one];
  }
  return early === position.early ? position : { ...position, early };
}
