/**
 * The five abort conditions, looked at with every sample on what the history says so far.
 * Each look costs what happened since the last one, however long the run is. A look never changes the run.
 */
import type { Ledger } from '../ledger/ledger.js';
import type { Profile } from '../plan/profile.js';

export const ABORT_IDS = ['AB1', 'AB2', 'AB3', 'AB4', 'AB5'] as const;
export type AbortId = (typeof ABORT_IDS)[number];

/** One condition: what it says, and whether it ends the run at once. */
export interface AbortCondition {
  readonly id: AbortId;
  readonly says: string;
  readonly critical: boolean;
  readonly limit: string;
}

/** The conditions with a profile's limits. A stall counts whatever its cause: one without busy answers is worse. */
export function abortConditions({ abort }: Profile): readonly AbortCondition[] {
  const window = `over ${abort.successWindowMs} ms, from ${abort.successMinTasks} tasks on`;
  return [
    { id: 'AB1', says: 'success ratio too low', critical: false, limit: `< ${abort.successBelow} ${window}` },
    { id: 'AB2', says: 'confirmed duplicate execution', critical: true, limit: '>= 1' },
    {
      id: 'AB3',
      says: 'no transition while work was eligible or running',
      critical: true,
      limit: `>= ${abort.stalledForMs} ms`,
    },
    { id: 'AB4', says: 'hard exceed not blocked', critical: true, limit: '>= 1' },
    { id: 'AB5', says: 'log or metrics missing', critical: false, limit: `>= ${abort.gapMs} ms` },
  ];
}

/** Values by condition; null where there is too little to tell. */
export type AbortValues = Readonly<Record<AbortId, number | null>>;

/** A time during which a condition was met. `closedAt` is null while it goes on. */
export interface AbortEpisode {
  readonly id: AbortId;
  readonly openedAt: number;
  readonly value: number;
  closedAt: number | null;
}

/** What one look found. */
export interface AbortLook {
  readonly values: AbortValues;
  readonly opened: readonly AbortEpisode[];
  readonly closed: readonly AbortEpisode[];
}

/** When a sample was taken, and when process figures were last collectable; both ms on the run's clock. */
export interface Moment {
  readonly at: number;
  readonly measuredAt: number;
}

export class AbortWatch {
  readonly episodes: AbortEpisode[] = [];
  readonly #limits: Profile['abort'];
  readonly #ledger: Ledger;
  readonly #window: SuccessWindow;
  readonly #clearSince = new Map<AbortId, number>();

  constructor(limits: Profile['abort'], ledger: Ledger) {
    this.#limits = limits;
    this.#ledger = ledger;
    this.#window = new SuccessWindow(limits, ledger);
  }

  look(moment: Moment): AbortLook {
    const { at, measuredAt } = moment;
    const { books, lastLineAt } = this.#ledger;
    const values: AbortValues = {
      AB1: this.#window.ratioAt(at),
      AB2: books.doubles.length,
      AB3: this.#stalledForMs(at),
      AB4: books.bypasses.length,
      AB5: at - Math.min(lastLineAt, measuredAt),
    };
    const opened: AbortEpisode[] = [];
    const closed: AbortEpisode[] = [];
    for (const id of ABORT_IDS) {
      const value = values[id];
      const open = this.episodes.find((episode) => episode.id === id && episode.closedAt === null);
      if (value !== null && this.#isMet(id, value)) {
        this.#clearSince.delete(id);
        if (open === undefined) opened.push({ id, openedAt: at, value, closedAt: null });
      } else if (open !== undefined && this.#clearFor(id, at) >= this.#limits.clearForMs) {
        open.closedAt = at;
        closed.push(open);
      }
    }
    this.episodes.push(...opened);
    return { values, opened, closed };
  }

  #isMet(id: AbortId, value: number): boolean {
    switch (id) {
      case 'AB1':
        return value < this.#limits.successBelow;
      case 'AB2':
      case 'AB4':
        return value >= 1;
      case 'AB3':
        return value >= this.#limits.stalledForMs;
      case 'AB5':
        return value >= this.#limits.gapMs;
    }
  }

  #clearFor(id: AbortId, at: number): number {
    const since = this.#clearSince.get(id) ?? at;
    this.#clearSince.set(id, since);
    return at - since;
  }

  /** How long something could have moved and nothing did. A wait for a retry is no stall. */
  #stalledForMs(at: number): number {
    const { open, lastTransitionAt } = this.#ledger.books;
    let movableSince: number | null = null;
    for (const { standing, eligibleAt } of open) {
      const since = standing === 'running' ? lastTransitionAt : Math.max(lastTransitionAt, eligibleAt);
      movableSince = Math.min(since, movableSince ?? since);
    }
    return movableSince === null ? 0 : Math.max(0, at - movableSince);
  }
}

/** The success ratio of the tasks that ended in `(at - window, at]`. */
class SuccessWindow {
  readonly #limits: Profile['abort'];
  readonly #ledger: Ledger;
  #from = 0;
  #until = 0;
  #failed = 0;

  constructor(limits: Profile['abort'], ledger: Ledger) {
    this.#limits = limits;
    this.#ledger = ledger;
  }

  /** Null while fewer tasks ended than the condition asks for. `at` never decreases. */
  ratioAt(at: number): number | null {
    const { settlements } = this.#ledger.books;
    for (; this.#until < settlements.length; this.#until += 1) {
      if (settlements[this.#until]?.as === 'failed') this.#failed += 1;
    }
    const oldest = at - this.#limits.successWindowMs;
    for (; this.#from < this.#until && (settlements[this.#from]?.at ?? 0) <= oldest; this.#from += 1) {
      if (settlements[this.#from]?.as === 'failed') this.#failed -= 1;
    }
    const ended = this.#until - this.#from;
    return ended < this.#limits.successMinTasks ? null : (ended - this.#failed) / ended;
  }
}
