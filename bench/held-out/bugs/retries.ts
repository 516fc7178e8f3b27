/** How often work is tried again, and how long it waits before. */
import type { HeldOutBug } from '../bug.js';

const REPLAN = 'core/store/sqlite/overseeing/replan.ts';
const SWEEP = 'core/store/sqlite/overseeing/sweep.ts';
const RETRY = 'core/task/retry.ts';

export const RETRIES: readonly HeldOutBug[] = [
  {
    name: 'replan-ends-a-wait',
    breaks: 'INV-07',
    says: 'A replan within a backoff lets the task run at once.',
    edits: [
      {
        file: REPLAN,
        text: 'availableAt: availableAgain(row, session.now()),',
        becomes: 'availableAt: row.retry_at ?? session.now(),',
      },
    ],
  },
  {
    name: 'replan-forgets-a-failure',
    breaks: 'INV-07',
    says: 'A replan of a task that failed and waits for its retry lets it run at once.',
    edits: [
      {
        file: REPLAN,
        text: 'availableAt: availableAgain(row, session.now()),',
        becomes: 'availableAt: row.available_at ?? session.now(),',
      },
    ],
  },
  {
    name: 'cancelled-run-is-free',
    breaks: 'INV-06',
    says: 'A run that was cancelled costs no retry when the task is replanned.',
    edits: [{ file: REPLAN, text: 'Math.max(row.retries, spent)', becomes: 'row.retries' }],
  },
  {
    name: 'operator-waits-from-the-start',
    breaks: 'INV-07',
    says: 'An operator who retries a task whose lease ran out lets it wait from the start of its run.',
    edits: [
      {
        file: 'core/store/sqlite/overseeing/retry.ts',
        text: 'return row.lease_until ?? row.settled_at',
        becomes: 'return row.started_at ?? row.settled_at',
      },
    ],
  },
  {
    name: 'sweep-waits-from-the-start',
    breaks: 'INV-07',
    says: 'A task whose lease ran out waits from the start of its run.',
    edits: [
      {
        file: SWEEP,
        text: "const until = filledIn(row, 'lease_until');\n  const wait",
        becomes: "const until = filledIn(row, 'started_at');\n  const wait",
      },
    ],
  },
  {
    name: 'failure-waits-from-the-start',
    breaks: 'INV-07',
    says: 'A task that failed waits from the start of its run.',
    edits: [
      {
        file: 'core/store/sqlite/holding/settle.ts',
        text: '{ class: failure.class, at: session.now() }',
        becomes: '{ class: failure.class, at: row.started_at ?? session.now() }',
      },
    ],
  },
  {
    name: 'sweep-waits-from-itself',
    breaks: 'INV-07',
    says: 'A task whose lease ran out waits from the sweep that found it, however late that comes.',
    edits: [
      {
        file: SWEEP,
        text: 'availableAt: after(until, wait)',
        becomes: 'availableAt: after(session.now(), wait)',
      },
    ],
  },
  {
    name: 'backoff-goes-round',
    breaks: 'INV-07',
    says: 'Behind the last step of the backoff comes the first again.',
    edits: [{ file: RETRY, text: 'backoff[retries] ??', becomes: 'backoff[retries % backoff.length] ??' }],
  },
  {
    name: 'one-retry-beyond',
    breaks: 'INV-06',
    says: 'One more retry is granted than a task may have.',
    edits: [
      { file: RETRY, text: 'task.retries < task.maxRetries', becomes: 'task.retries <= task.maxRetries' },
    ],
  },
  {
    name: 'new-errors-are-free',
    breaks: 'INV-06',
    says: 'A task that fails with another error than before gets a retry beyond its budget.',
    edits: [
      {
        file: 'core/store/sqlite/holding/settle.ts',
        text: 'const next = aftermath(budgetOf(row), {',
        becomes:
          'const next = aftermath({ ...budgetOf(row), maxRetries: row.max_retries + (failure.repeated ? 0 : 1) }, {',
      },
    ],
  },
];
