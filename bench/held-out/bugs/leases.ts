/** Who may still write, and who hears what when they may not. */
import type { HeldOutBug } from '../bug.js';

const FENCE = 'core/store/sqlite/step/fence.ts';

export const LEASES: readonly HeldOutBug[] = [
  {
    name: 'holds-at-its-end',
    breaks: 'B-5.1',
    says: 'A holder may still write at the instant its lease ends.',
    edits: [{ file: FENCE, text: 'and lease_until > ?`', becomes: 'and lease_until >= ?`' }],
  },
  {
    name: 'sweep-trusts-its-first-look',
    breaks: 'INV-01',
    says: 'A sweep does not look at a lease again in the transaction that takes it away.',
    edits: [
      {
        file: 'core/store/sqlite/overseeing/sweep.ts',
        text: "const EXPIRED = `status = 'IN_PROGRESS' and lease_until <= @now`;",
        becomes: "const EXPIRED = `status = 'IN_PROGRESS' and @now > 0`;",
      },
    ],
  },
  {
    name: 'heartbeat-takes-back',
    breaks: 'INV-01',
    says: 'A heartbeat with a shorter lease, or a clock that stepped back, takes back part of the lease.',
    edits: [
      {
        file: 'core/store/sqlite/holding/heartbeat.ts',
        text: 'later(row.lease_until, after(now(), leaseFor))',
        becomes: 'after(now(), leaseFor)',
      },
    ],
  },
  {
    name: 'late-report-of-any-run',
    breaks: 'INV-02',
    says: 'A report on a finished task is taken down whichever run it is of.',
    edits: [
      {
        file: 'core/store/sqlite/step/guard.ts',
        text: 'isFinished(row) && row.run === proof.fence',
        becomes: 'isFinished(row)',
      },
    ],
  },
  {
    name: 'replanned-is-no-loss',
    breaks: 'B-5.5',
    says: 'A holder whose running task was replanned hears of an illegal step, not that its lease is lost.',
    edits: [{ file: FENCE, text: " or type = 'replan'", becomes: '' }],
  },
  {
    name: 'cancelled-is-no-loss',
    breaks: 'B-5.5',
    says: 'A holder whose running task was cancelled hears of an illegal step, not that its lease is lost.',
    edits: [{ file: FENCE, text: "or type = 'cancelled' or", becomes: 'or' }],
  },
  {
    name: 'expired-is-no-loss',
    breaks: 'B-5.5',
    says: 'A holder that the watchdog gave up on hears of an illegal step, not that its lease is lost.',
    edits: [{ file: FENCE, text: "type = 'lease_expired'\n    or ", becomes: '' }],
  },
];
