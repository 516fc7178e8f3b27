/**
 * One line of `heartbeats.ndjson`: where the run stands and what it uses, chained to the line before it.
 * `historyLines` ties it to the history, so that nothing can be added later to a time already sampled.
 */

import { sha256 } from '../../gates/record/digest.js';
import { GENESIS } from '../../gates/record/ledger.js';
import type { Books } from '../ledger/books.js';

/** What was read from outside the history; null where it was not or could not be read. */
export interface Measured {
  /** Wall clock, ms since the epoch; null in virtual time. */
  readonly wall: number | null;
  /** Process-local clock, ms since an arbitrary origin; null in virtual time. */
  readonly monotonicMs: number | null;
  readonly rssBytes: number | null;
  readonly openFds: number | null;
  readonly storeBytes: number | null;
  readonly cpuMs: number | null;
}

/** Nothing outside the history is measured. */
export const UNMEASURED: Measured = {
  wall: null,
  monotonicMs: null,
  rssBytes: null,
  openFds: null,
  storeBytes: null,
  cpuMs: null,
};

export interface Sample {
  readonly at: number;
  readonly historyLines: number;
  readonly books: Books;
  readonly measured: Measured;
}

/** Writes samples as chained lines. Invariants: `seq` is dense from 1; `prev` is the digest of the line before. */
export class HeartbeatChain {
  #seq = 0;
  #head = GENESIS;

  next({ at, historyLines, books, measured }: Sample): string {
    this.#seq += 1;
    const { counts, submitted } = books;
    const line = JSON.stringify({
      seq: this.#seq,
      at,
      wall: measured.wall,
      monotonicMs: measured.monotonicMs,
      submitted,
      done: counts.done,
      failed: counts.failed,
      blocked: counts.blocked,
      inProgress: counts.running,
      rssBytes: measured.rssBytes,
      openFds: measured.openFds,
      storeBytes: measured.storeBytes,
      cpuMs: measured.cpuMs,
      historyLines,
      prev: this.#head,
    });
    this.#head = sha256(line);
    return line;
  }
}
