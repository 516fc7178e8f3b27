/**
 * What every checker takes for granted about a history, checked first and as a result of its own.
 * A history that breaks one of these is a fault of the harness; it must never be read as a fault of the system.
 */
import type { History, Op } from '../../gates/record/history.js';

/** What is broken, a sentence each, at most twenty; empty when the history can be trusted. */
export function brokenAssumptions(history: History): readonly string[] {
  const reader = new AssumptionReader(history.header);
  for (const [position, op] of history.ops.entries()) reader.read(op, position);
  const { trailer } = history;
  if (trailer !== null && trailer.lines !== history.ops.length) {
    reader.problem(`expected ${trailer.lines} lines as the trailer says, found ${history.ops.length}`);
  }
  return reader.problems;
}

const MOST_PROBLEMS = 20;

class AssumptionReader {
  readonly problems: string[] = [];
  /** The open call of each actor, by index. */
  readonly #open = new Map<string, number>();
  /** Where an actor's outcome became unknown. */
  readonly #spent = new Map<string, number>();
  readonly #faults = new Set<string>();
  readonly #epsMs: number;
  /** The furthest a fault set a clock behind and ahead, ms. */
  #behind = 0;
  #ahead = 0;
  #at = 0;

  constructor({ eps = 0 }: History['header']) {
    this.#epsMs = eps;
  }

  read(op: Op, position: number): void {
    if (op.index !== position)
      this.problem(`line ${position}: expected index ${position}, found ${op.index}`);
    if (op.at < this.#at) this.problem(`line ${position}: time goes back from ${this.#at} to ${op.at}`);
    this.#at = Math.max(this.#at, op.at);
    const spentAt = this.#spent.get(op.actor);
    if (spentAt !== undefined) {
      this.problem(`line ${position}: ${op.actor} is used after its outcome became unknown at ${spentAt}`);
    }
    this.#follow(op);
  }

  problem(found: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(found);
  }

  #follow(op: Op): void {
    switch (op.type) {
      case 'invoke':
        this.#invoke(op);
        break;
      case 'ok':
      case 'fail':
      case 'info':
        this.#complete(op);
        break;
      case 'fault-start':
        this.#faults.add(op.fault.id);
        this.#bound(op);
        break;
      case 'fault-heal':
        if (!this.#faults.delete(op.fault.id)) {
          this.problem(`line ${op.index}: fault ${op.fault.id} heals but never started`);
        }
        break;
      case 'run-start':
      case 'run-end':
      case 'mark':
        break;
    }
  }

  /** Rules of time give the system what the header says its clocks differ by; it must not be too little. */
  #bound({ index, fault: { id, byMs = 0 } }: Extract<Op, { type: 'fault-start' | 'fault-heal' }>): void {
    this.#behind = Math.min(this.#behind, byMs);
    this.#ahead = Math.max(this.#ahead, byMs);
    const differ = this.#ahead - this.#behind;
    if (byMs === 0 || differ <= this.#epsMs) return;
    this.problem(
      `line ${index}: fault ${id} lets clocks differ by ${differ} ms, the header says ${this.#epsMs}`,
    );
  }

  #invoke(op: Op): void {
    const open = this.#open.get(op.actor);
    if (open !== undefined) {
      this.problem(`line ${op.index}: ${op.actor} calls while its call at ${open} is open`);
    }
    this.#open.set(op.actor, op.index);
  }

  #complete(op: Op & { readonly invokedBy: number; readonly type: 'ok' | 'fail' | 'info' }): void {
    if (this.#open.get(op.actor) !== op.invokedBy) {
      this.problem(`line ${op.index}: ${op.actor} completes ${op.invokedBy}, which is not its open call`);
    }
    this.#open.delete(op.actor);
    if (op.type === 'info') this.#spent.set(op.actor, op.index);
  }
}
