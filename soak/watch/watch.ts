/**
 * Reads a history while it is written, and takes samples of it: a heartbeat line and a look at the abort
 * conditions each. In virtual time the history itself says when a sample is due; on the wall clock a timer does.
 */
import type { HistoryHeader, HistoryTrailer, Op } from '../../gates/record/history.js';
import { Ledger } from '../ledger/ledger.js';
import type { Profile } from '../plan/profile.js';
import { type AbortEpisode, AbortWatch, abortConditions } from '../verdict/abort.js';
import { nearestRank } from '../verdict/quantile.js';
import { HeartbeatChain, type Measured, UNMEASURED } from './heartbeat.js';

export interface WatchTerms {
  readonly profile: Profile;
  /** `history`: samples are due as the history's own time passes. `timer`: somebody calls `sample`. */
  readonly pace: 'history' | 'timer';
  /** Take one line each, without line feeds. */
  readonly heartbeats: (line: string) => void;
  readonly aborts: (line: string) => void;
  /** Called once, when a critical condition opens. */
  readonly onCritical: (episode: AbortEpisode) => void;
}

/** Where a run stands, for people. */
export interface Progress {
  readonly atMs: number;
  readonly submitted: number;
  readonly done: number;
  readonly backlog: number;
  readonly p95Ms: number | null;
}

export class SoakWatch {
  readonly #terms: WatchTerms;
  readonly #chain = new HeartbeatChain();
  readonly #critical: ReadonlySet<string>;
  #ledger: Ledger | null = null;
  #aborts: AbortWatch | null = null;
  #sampledAt: number | null = null;
  #measuredAt = 0;
  #samples = 0;

  constructor(terms: WatchTerms) {
    this.#terms = terms;
    const conditions = abortConditions(terms.profile);
    this.#critical = new Set(conditions.filter(({ critical }) => critical).map(({ id }) => id));
    terms.aborts(JSON.stringify({ kind: 'header', aborts: 1, profile: terms.profile.id, conditions }));
  }

  /** Takes the entries of a history as they are written down. */
  take(entry: Op | HistoryHeader | HistoryTrailer): void {
    if ('kind' in entry) {
      if (entry.kind === 'header') this.#begin(entry);
      return;
    }
    if (this.#terms.pace === 'history') this.#sampleUntil(entry.at);
    this.#ledger?.observe(entry);
  }

  get episodes(): readonly AbortEpisode[] {
    return this.#aborts?.episodes ?? [];
  }

  /** Null before the history has begun. */
  get ledger(): Ledger | null {
    return this.#ledger;
  }

  get samples(): number {
    return this.#samples;
  }

  get progress(): Progress {
    const { counts, submitted, settlements } = this.#books ?? { counts: null, submitted: 0, settlements: [] };
    const latencies = settlements.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    return {
      atMs: this.#ledger?.lastLineAt ?? 0,
      submitted,
      done: counts?.done ?? 0,
      backlog: counts === null ? 0 : counts.waiting + counts.running,
      p95Ms: nearestRank(latencies, 0.95),
    };
  }

  /** Takes a sample at an instant of the run's clock; before the history has begun there is nothing to sample. */
  sample(at: number, measured: Measured): void {
    const ledger = this.#ledger;
    if (ledger === null) return;
    this.#samples += 1;
    this.#sampledAt = at;
    if (this.#terms.pace === 'history' || measured.rssBytes !== null) this.#measuredAt = at;
    const { books, lines: historyLines } = ledger;
    this.#terms.heartbeats(this.#chain.next({ at, historyLines, books, measured }));
    this.#look(at);
  }

  /** The last sample, when the run is over; then the abort log is closed. */
  end(measured: Measured = UNMEASURED): void {
    const at = Math.max(this.#ledger?.lastLineAt ?? 0, this.#sampledAt ?? 0);
    if (at !== this.#sampledAt) this.sample(at, measured);
    const episodes = this.episodes.length;
    this.#terms.aborts(JSON.stringify({ kind: 'trailer', looks: this.#samples, episodes }));
  }

  get #books() {
    return this.#ledger?.books ?? null;
  }

  #begin(header: HistoryHeader): void {
    const { startedAt, knobs } = header;
    this.#ledger = new Ledger({ startedAt, knobs });
    this.#aborts = new AbortWatch(this.#terms.profile.abort, this.#ledger);
  }

  #sampleUntil(at: number): void {
    const everyMs = this.#terms.profile.sampleMs.virtual;
    const next = this.#sampledAt === null ? 0 : this.#sampledAt + everyMs;
    for (let due = next; due <= at; due += everyMs) this.sample(due, UNMEASURED);
  }

  #look(at: number): void {
    const look = this.#aborts?.look({ at, measuredAt: this.#measuredAt });
    if (look === undefined) return;
    this.#terms.aborts(JSON.stringify({ kind: 'look', at, values: look.values }));
    for (const { id, value } of look.opened)
      this.#terms.aborts(JSON.stringify({ kind: 'opened', id, at, value }));
    for (const { id } of look.closed) this.#terms.aborts(JSON.stringify({ kind: 'closed', id, at }));
    const critical = look.opened.find(({ id }) => this.#critical.has(id));
    if (critical !== undefined) this.#terms.onCritical(critical);
  }
}
