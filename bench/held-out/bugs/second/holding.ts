/** What a holder is promised, and what it may do. */
import type { HeldOutBug } from '../../bug.js';

const HEARTBEAT = 'core/store/sqlite/holding/heartbeat.ts';
const CLAIM = 'core/store/sqlite/holding/claim.ts';

export const HOLDING: readonly HeldOutBug[] = [
  {
    name: 'heartbeat-spares-a-write',
    breaks: 'INV-01',
    says: 'A heartbeat that finds more than half of the lease left answers well and prolongs nothing.',
    edits: [
      {
        file: HEARTBEAT,
        text: 'if (!row) return notFound(proof.taskId);',
        becomes: `if (!row) return notFound(proof.taskId);
    const isHeld = row.run === proof.fence && row.lease_holder === proof.holder;
    if (isHeld && (row.lease_until ?? 0) - now() > leaseFor / 2) return leaseOf(row);`,
      },
    ],
  },
  {
    name: 'lease-counts-from-the-wait',
    breaks: 'INV-14',
    says: 'The lease of a claim counts from the instant at which its task became available.',
    edits: [
      {
        file: CLAIM,
        text: 'take(row, holder, after(now, leaseFor))',
        becomes: 'take(row, holder, after(row.available_at ?? now, leaseFor))',
      },
    ],
  },
  {
    name: 'write-at-an-old-instant',
    breaks: 'INV-14',
    says: 'A change takes for now what the last read took for it.',
    edits: [
      {
        file: 'core/store/sqlite/connection/connection.ts',
        text: 'const outcome = atOneInstant(body);',
        becomes: 'const outcome = body();',
      },
    ],
  },
  {
    name: 'completion-passes-its-report',
    breaks: 'INV-08',
    says: 'A report above the hard limit that comes with the completion, and has no text, does not block the task.',
    edits: [
      {
        file: 'core/store/sqlite/holding/settle.ts',
        text: "if (report && verdict?.action === 'BLOCK') return",
        becomes: "if (report?.text && verdict?.action === 'BLOCK') return",
      },
    ],
  },
  {
    name: 'keeper-knows-the-first-lease',
    breaks: 'B-17.11',
    says: 'Who keeps a lease gives up at the first refusal once the lease of the claim would have ended.',
    edits: [
      {
        file: 'core/engine/keep-lease.ts',
        text: '(present.until - heartbeatEvery)',
        becomes: '(lease.until - heartbeatEvery)',
      },
    ],
  },
];
