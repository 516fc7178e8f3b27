/** What a pruning is asked, what it answers, and what is kept of it. */
import type { TaskId } from '../task/task.js';
import type { EpochMs } from '../time.js';

export interface PruneTerms {
  /** Only DONE tasks that were settled, and last told of, before it; at least a day ago. */
  readonly settledBefore: EpochMs;
  /**
   * Tasks that hold an idempotency key, settled before this instant as well, are pruned too: from then on the key
   * is free, and a new task of it runs. Absent: no key is given up.
   */
  readonly keysSettledBefore?: EpochMs;
  /** Tasks to look at, newest first; so also the most that one transaction deletes. */
  readonly limit: number;
  /** Looks only at tasks that arrived before this place (`seq`): `next` of the step before. Absent: at the newest. */
  readonly below?: number;
  /** `rehearse`: count what would go, and change nothing. Absent: carry it out. */
  readonly effect?: 'apply' | 'rehearse';
}

/** One step of a pruning. */
export interface Pruned {
  /** The tasks that went, or would go. */
  readonly ids: readonly TaskId[];
  readonly events: number;
  /** Where the next step goes on; null when everything has been looked at. */
  readonly next: number | null;
}

/** What the store keeps of a pruning: all steps of one actor with the same terms. */
export interface Pruning {
  /** Of its latest step. */
  readonly at: EpochMs;
  readonly actor: string;
  readonly settledBefore: EpochMs;
  /** Null when no key was given up. */
  readonly keysSettledBefore: EpochMs | null;
  readonly tasks: number;
  readonly events: number;
}
