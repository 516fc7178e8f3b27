/** What a store is opened with. A file of its own, so that a kind of store need not import the door to all of them. */
import type { Budget } from '../guardrails/budget.js';
import type { Backoff } from '../task/task.js';
import type { Clock, DurationMs } from '../time.js';
import type { OpenDatabase } from './sqlite/connection/open-database.js';

export interface StoreOptions {
  readonly clock: Clock;
  /** `role:name` written into events. */
  readonly actor: string;
  readonly whenMissing: 'create' | 'refuse';
  /** Token limits for reports; absent: `DEFAULT_BUDGET`. */
  readonly budget?: Budget;
  /** Token limits for all runs of one task together; absent: none. */
  readonly taskBudget?: Budget;
  /** Waits before retries; absent: `DEFAULT_BACKOFF`. */
  readonly backoff?: Backoff;
  /**
   * How long a call waits for a locked store before `Busy`. With a commit for each the engine waits and holds up the
   * process: absent, and at most, 50 ms. Grouped calls wait on the Clock, beside everything else: absent, 200 ms.
   */
  readonly busyWait?: DurationMs;
  /**
   * What a commit survives: `full` a power cut, `normal` the death of a process (a power cut may lose the last
   * commits), `none` nothing; that one is for simulation only. Absent: `full`.
   */
  readonly durability?: 'full' | 'normal' | 'none';
  /**
   * `each`: every call has a commit of its own; `grouped`: calls of one turn of the event loop share one, which is
   * many times faster for a program with many callers. Absent: `each`.
   */
  readonly commits?: 'grouped' | 'each';
  /** Most pages (2,048 bytes; 4,096 in a store made by an older version) the store may grow to; then `StoreFull`. */
  readonly maxPages?: number;
  /** Opens the engine's file; absent: as it is. For tests that put a failing disk under a store. */
  readonly openDatabase?: OpenDatabase;
}
