/** Which task is next, and which ones wait. */
import type { HeldOutBug } from '../../bug.js';

const CLAIM = 'core/store/sqlite/holding/claim.ts';
const LEADER = 'core/store/sqlite/record/leader.ts';

export const CHOOSING: readonly HeldOutBug[] = [
  {
    name: 'least-urgent-first',
    breaks: 'INV-19',
    says: 'Of all priorities the least urgent one goes first.',
    edits: [{ file: CLAIM, text: 'PRIORITIES.map(', becomes: '[...PRIORITIES].reverse().map(' }],
  },
  {
    name: 'given-up-leads-for-ever',
    breaks: 'INV-11',
    says: 'A task that failed for good holds back the others of its key for ever.',
    edits: [
      {
        file: LEADER,
        text: "(leader.status = 'FAILED' and leader.retry_at is not null)",
        becomes: "leader.status = 'FAILED'",
      },
    ],
  },
  {
    name: 'dead-holder-does-not-lead',
    breaks: 'INV-12',
    says: 'A task whose lease ran out no longer holds back the others of its key, and claiming one of them breaks.',
    edits: [
      {
        file: CLAIM,
        text: 'task as leader where',
        becomes: "task as leader where (leader.status <> 'IN_PROGRESS' or leader.lease_until > @now) and",
      },
    ],
  },
  {
    name: 'later-holder-does-not-lead',
    breaks: 'INV-12',
    says: 'A task that runs does not hold back one of its key that arrived before it, and claiming that one breaks.',
    edits: [
      {
        file: LEADER,
        text: "and (leader.status = 'IN_PROGRESS'\n    or (leader.seq < follower.seq",
        becomes: "and leader.seq < follower.seq and (leader.status = 'IN_PROGRESS'\n    or (true",
      },
    ],
  },
];
