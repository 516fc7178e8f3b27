/** Whose turn it is. */
import type { HeldOutBug } from '../bug.js';

const OPEN_TASKS = 'core/store/sqlite/record/open-tasks.ts';
const ORDER = "'available_at, lease_until, seq'";

export const ORDERS: readonly HeldOutBug[] = [
  {
    name: 'latest-available-first',
    breaks: 'INV-19',
    says: 'Of one priority the task that became available last goes first.',
    edits: [{ file: OPEN_TASKS, text: ORDER, becomes: "'available_at desc, lease_until, seq'" }],
  },
  {
    name: 'first-comer-first',
    breaks: 'B-4.4',
    says: 'Of one priority the task that arrived first goes first, also before those that wait longer.',
    edits: [{ file: OPEN_TASKS, text: ORDER, becomes: "'seq'" }],
  },
  {
    name: 'last-comer-first',
    breaks: 'B-4.4',
    says: 'Of tasks that became available at one instant the last to arrive goes first.',
    edits: [{ file: OPEN_TASKS, text: ORDER, becomes: "'available_at, lease_until, seq desc'" }],
  },
];
