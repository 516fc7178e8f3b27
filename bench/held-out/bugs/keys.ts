/** Work that was submitted twice. */
import type { HeldOutBug } from '../bug.js';

const LEADER = 'core/store/sqlite/record/leader.ts';

export const KEYS: readonly HeldOutBug[] = [
  {
    name: 'duplicate-of-a-duplicate',
    breaks: 'INV-05',
    says: 'A task that repeats another may name a duplicate as the one that did the work.',
    edits: [
      {
        file: 'core/store/sqlite/holding/claim.ts',
        text: "status = 'DONE' and duplicate_of is null`",
        becomes: "status = 'DONE'`",
      },
    ],
  },
  {
    name: 'failed-leads-nobody',
    breaks: 'B-6.3',
    says: 'A task whose leader failed and waits for its retry does not wait for it.',
    edits: [
      {
        file: LEADER,
        text: "(leader.status = 'PENDING' or (leader.status = 'FAILED' and leader.retry_at is not null))",
        becomes: "leader.status = 'PENDING'",
      },
    ],
  },
  {
    name: 'last-comer-leads',
    breaks: 'B-6.3',
    says: 'Of the tasks of one key the last to arrive goes first.',
    edits: [{ file: LEADER, text: 'leader.seq < follower.seq', becomes: 'leader.seq > follower.seq' }],
  },
  {
    name: 'names-another-leader',
    breaks: 'B-6.4',
    says: 'A task that has to wait names another leader than the one it waits for.',
    edits: [{ file: LEADER, text: 'desc, leader.seq limit', becomes: 'desc, leader.seq desc limit' }],
  },
  {
    name: 'duplicates-look-like-an-empty-queue',
    breaks: 'B-6.5',
    says: 'A claim that meets many duplicates says that there is no work.',
    edits: [{ file: 'core/store/sqlite/holding/claim.ts', text: "return 'again';", becomes: 'return null;' }],
  },
];
