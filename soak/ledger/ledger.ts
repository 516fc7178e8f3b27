/**
 * Reads a history line by line into books. Incremental, so that a run of days is judged while it goes on;
 * the same ledger reads a finished history back. It never asks the system: all of it is what callers were told.
 */
import type { Answers, Call, FaultKind, History, Op } from '../../gates/record/history.js';
import type { Holder } from './account.js';
import { Books, type BookTerms } from './books.js';
import {
  type Accepted,
  claimed,
  completed,
  enqueued,
  failed,
  operated,
  renewed,
  reported,
  swept,
} from './effects.js';

type Answer = Extract<Op, { readonly invokedBy: number }>;

export class Ledger {
  readonly books: Books;
  /** Fault lines seen, by kind. */
  readonly faults = new Map<FaultKind, number>();
  lines = 0;
  lastLineAt = 0;
  /** Answers that were BUSY, that nobody gave, and that refused a holder whose lease was lost. */
  busy = 0;
  unknown = 0;
  staleWritesRefused = 0;
  readonly #calls = new Map<number, Call>();

  constructor(terms: BookTerms) {
    this.books = new Books(terms);
  }

  observe(op: Op): void {
    this.lines += 1;
    this.lastLineAt = op.at;
    if (op.type === 'invoke') {
      this.#calls.set(op.index, op.call);
      if (op.call.op === 'enqueue') this.books.accountOf(op.call.args.task, op.at);
      this.#markReleasing(op.call, 'maybe');
    } else if (op.type === 'fault-start') {
      this.faults.set(op.fault.kind, (this.faults.get(op.fault.kind) ?? 0) + 1);
    } else if ('invokedBy' in op) this.#answered(op);
  }

  #answered(op: Answer): void {
    const call = this.#calls.get(op.invokedBy);
    if (call === undefined) return;
    this.#calls.delete(op.invokedBy);
    if (op.type === 'ok') {
      this.#accepted(call, op.value, { at: op.at, line: op.index, invokedAtLine: op.invokedBy });
      return;
    }
    if (op.type === 'info') this.unknown += 1;
    if (op.code === 'BUSY') this.busy += 1;
    if (op.code === 'LEASE_LOST') this.staleWritesRefused += 1;
    if (op.code === 'DUPLICATE_ID' && call.op === 'enqueue') {
      this.books.acknowledge(this.books.accountOf(call.args.task, op.at), op.at);
    }
    if (op.type === 'fail' && op.code === 'BUSY') this.#markReleasing(call, 'no');
  }

  /** A call that would end a claim may take effect any time after it was made; a busy store proves it did not. */
  #markReleasing(call: Call, releasing: 'maybe' | 'no'): void {
    const holder = this.#holderEndedBy(call);
    if (holder !== null) holder.releasing = releasing === 'maybe';
  }

  #holderEndedBy(call: Call): Holder | null {
    switch (call.op) {
      case 'complete':
      case 'fail':
        return this.#holder(call.args);
      case 'report':
        return call.args.tokens > this.books.terms.knobs.hardTokens ? this.#holder(call.args) : null;
      case 'cancel':
      case 'replan':
      case 'retry':
        return this.books.accounts.get(call.args.task)?.holder ?? null;
      case 'enqueue':
      case 'claim':
      case 'heartbeat':
      case 'sweep':
      case 'list':
      case 'events':
        return null;
    }
  }

  #holder({ task, fence }: { readonly task: string; readonly fence: number }): Holder | null {
    const holder = this.books.accounts.get(task)?.holder ?? null;
    return holder?.fence === fence ? holder : null;
  }

  #accepted(call: Call, value: unknown, accepted: Accepted): void {
    const { books } = this;
    switch (call.op) {
      case 'enqueue':
        enqueued(books, call.args, accepted);
        break;
      case 'claim':
        claimed(books, value as Answers['claim'], accepted);
        break;
      case 'heartbeat':
        renewed(books, { args: call.args, value: value as Answers['heartbeat'] }, accepted);
        break;
      case 'report':
        reported(books, { args: call.args, value: value as Answers['report'] }, accepted);
        break;
      case 'complete':
        completed(books, call.args, accepted);
        break;
      case 'fail':
        failed(books, call.args, accepted);
        break;
      case 'sweep':
        swept(books, value as Answers['sweep'], accepted);
        break;
      case 'cancel':
      case 'replan':
      case 'retry':
        operated(books, { args: call.args, value: value as Answers['retry'] }, accepted);
        break;
      case 'list':
      case 'events':
        break;
    }
  }
}

/** The ledger of a whole history. */
export function readLedger({ header, ops }: History): Ledger {
  const ledger = new Ledger({ startedAt: header.startedAt, knobs: header.knobs });
  for (const op of ops) ledger.observe(op);
  return ledger;
}
