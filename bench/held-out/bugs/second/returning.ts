/** How a task comes back, and how it ends. */
import type { HeldOutBug } from '../../bug.js';

const RETRY = 'core/store/sqlite/overseeing/retry.ts';
const SWEEP = 'core/store/sqlite/overseeing/sweep.ts';

export const RETURNING: readonly HeldOutBug[] = [
  {
    name: 'operator-retries-for-free',
    breaks: 'INV-06',
    says: 'A retry of an operator uses up none.',
    edits: [{ file: RETRY, text: 'retries: row.retries + 1,', becomes: 'retries: row.retries,' }],
  },
  {
    name: 'replan-counts-one-run-less',
    breaks: 'INV-06',
    says: 'A replan counts one run less than there were.',
    edits: [
      {
        file: 'core/store/sqlite/overseeing/replan.ts',
        text: 'Math.max(row.retries, spent)',
        becomes: 'Math.max(row.retries, spent - 1)',
      },
    ],
  },
  {
    name: 'operator-takes-a-live-lease',
    breaks: 'INV-10',
    says: 'A retry of an operator takes a task from a holder whose lease is alive.',
    edits: [
      {
        file: RETRY,
        text: '(row.lease_until ?? 0) - session.now()',
        becomes: '(row.settled_at ?? 0) - session.now()',
      },
    ],
  },
  {
    name: 'permanent-is-tried-again',
    breaks: 'INV-10',
    says: 'A permanent failure is tried again while there is a retry left.',
    edits: [
      {
        file: 'core/task/retry.ts',
        text: "if (failure.class === 'permanent') return",
        becomes: "if (failure.class === 'permanent' && !retryLeft(task)) return",
      },
    ],
  },
  {
    name: 'sweep-denies-what-it-did',
    breaks: 'INV-15',
    says: 'A sweep that finds the store locked half-way is refused, and what it moved stays moved.',
    edits: [{ file: SWEEP, text: 'if (moved.length > 0 && standsInTheWay(error)) break;', becomes: '' }],
  },
  {
    name: 'retry-is-told-as-the-one-before',
    breaks: 'INV-09',
    says: 'The event of a retry after a failure counts the retries before it.',
    edits: [
      {
        file: SWEEP,
        text: 'attempt: row.retries + 1,\n        backoff_s: backoffAfter',
        becomes: 'attempt: row.retries,\n        backoff_s: backoffAfter',
      },
    ],
  },
];
