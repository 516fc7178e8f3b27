/**
 * Writes down what happened, in the order it happened: each line goes to the sink at once and into memory.
 * The digest is over the bytes of every line before the trailer, each with its line feed.
 */
import { createHash } from 'node:crypto';
import type {
  Call,
  Completion,
  FinalState,
  History,
  HistoryHeader,
  HistoryTrailer,
  InjectedFault,
  Op,
  WorkOutcome,
} from '../../gates/record/history.js';
import { stateHash } from '../../gates/record/run-digests.js';
import type { HarnessClock } from '../sut.js';

export interface RecorderTerms {
  readonly header: HistoryHeader;
  readonly clock: HarnessClock;
  readonly sink: HistorySink;
}

/** Takes every line of a history without its line feed, header and trailer included, and what the line says. */
export type HistorySink = (line: string, entry: HistoryHeader | Op | HistoryTrailer) => void;

/** What a line says beside its index, instant and actor. */
export type Note =
  | { readonly type: 'fault-start' | 'fault-heal'; readonly fault: InjectedFault }
  | {
      readonly type: 'run-start' | 'run-end';
      readonly task: string;
      readonly fence: number;
      readonly key: string | null;
      readonly outcome?: WorkOutcome;
      readonly tokens?: number;
    }
  | { readonly type: 'mark'; readonly mark: 'heal' | 'drained' };

/** Lines kept back before they are hashed together: hashing line by line costs three times as much. */
const HASH_BATCH_CHARACTERS = 65_536;

/** Invariants: indices are dense from 0; `at` never decreases; nothing is written after `close`. */
export class Recorder {
  readonly #terms: RecorderTerms;
  readonly #ops: Op[] = [];
  readonly #hash = createHash('sha256');
  #unhashed = '';
  #at = 0;

  constructor(terms: RecorderTerms) {
    this.#terms = terms;
    this.#write(terms.header);
  }

  /** How many lines there are, without header and trailer. */
  get lines(): number {
    return this.#ops.length;
  }

  /** A call is on its way. Answers its index, for `complete`. */
  invoke(actor: string, call: Call): number {
    return this.#add({ index: this.#ops.length, at: this.#instant(), actor, type: 'invoke', call });
  }

  /** A call came back, or never will. */
  complete(actor: string, invokedBy: number, completion: Completion): void {
    const index = this.#ops.length;
    const at = this.#instant();
    // The commonest line of all, so it is made in one piece.
    if (completion.type === 'ok')
      this.#add({ index, at, actor, invokedBy, type: 'ok', value: completion.value });
    else this.#add({ index, at, actor, invokedBy, ...completion });
  }

  note(actor: string, note: Note): void {
    this.#add({ index: this.#ops.length, at: this.#instant(), actor, ...note });
  }

  /** The end of the run, and what the system was read back as. */
  close(final: FinalState): History {
    this.#hash.update(this.#unhashed);
    const trailer: HistoryTrailer = {
      kind: 'trailer',
      lines: this.#ops.length,
      sha256: this.#hash.digest('hex'),
      stateHash: stateHash(final),
    };
    this.#terms.sink(JSON.stringify(trailer), trailer);
    return { header: this.#terms.header, ops: this.#ops, trailer };
  }

  /** Milliseconds on the run's clock; never before the line before. */
  #instant(): number {
    this.#at = Math.max(this.#at, this.#terms.clock.now() - this.#terms.header.startedAt);
    return this.#at;
  }

  #add(op: Op): number {
    this.#ops.push(op);
    this.#write(op);
    return op.index;
  }

  #write(entry: HistoryHeader | Op): void {
    const line = JSON.stringify(entry);
    this.#unhashed += `${line}\n`;
    if (this.#unhashed.length >= HASH_BATCH_CHARACTERS) {
      this.#hash.update(this.#unhashed);
      this.#unhashed = '';
    }
    this.#terms.sink(line, entry);
  }
}
