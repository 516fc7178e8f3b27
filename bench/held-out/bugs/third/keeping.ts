/** How a lease is kept while work goes on, and what its loss means for the work. */
import type { HeldOutBug } from '../../bug.js';

const KEEP_LEASE = 'core/engine/keep-lease.ts';
const PERSIST = 'core/engine/persist.ts';

export const KEEPING: readonly HeldOutBug[] = [
  {
    name: 'due-moves-on',
    breaks: 'INV-14',
    says: 'Each look at the task puts the next heartbeat off by a whole interval.',
    edits: [
      {
        file: KEEP_LEASE,
        text: `    const due = clock.elapsed() + heartbeatEvery;
    for (;;) {`,
        becomes: `    for (;;) {
      const due = clock.elapsed() + heartbeatEvery;`,
      },
    ],
  },
  {
    name: 'heartbeat-asks-for-an-interval',
    breaks: 'INV-14',
    says: 'A heartbeat asks for as long as the next one takes to come, not for a lease.',
    edits: [
      {
        file: KEEP_LEASE,
        text: 'store.heartbeat(lease, { leaseFor })',
        becomes: 'store.heartbeat(lease, { leaseFor: heartbeatEvery })',
      },
    ],
  },
  {
    name: 'beats-by-the-wall-clock',
    breaks: 'INV-14',
    says: 'The next heartbeat is due by the time of day, so that a clock that steps back puts it off.',
    edits: [
      { file: KEEP_LEASE, text: 'const due = clock.elapsed()', becomes: 'const due = clock.now()' },
      { file: KEEP_LEASE, text: 'due - clock.elapsed()', becomes: 'due - clock.now()' },
      { file: KEEP_LEASE, text: 'clock.elapsed() >= due', becomes: 'clock.now() >= due' },
    ],
  },
  {
    name: 'busy-heartbeat-is-not-asked-again',
    breaks: 'INV-14',
    says: 'A heartbeat that meets a busy store is not asked again, and its lease is given up.',
    edits: [
      {
        file: KEEP_LEASE,
        text: '(present.until - heartbeatEvery)',
        becomes: '(present.until - leaseFor)',
      },
    ],
  },
  {
    name: 'longest-wait-is-the-shortest',
    breaks: 'INV-14',
    says: 'A busy store is asked again after a second at least, then after two, and so on.',
    edits: [
      {
        file: PERSIST,
        text: 'Math.min(wait * 2, longestWaitMs)',
        becomes: 'Math.max(wait * 2, longestWaitMs)',
      },
    ],
  },
  {
    name: 'loss-is-taken-for-passing',
    breaks: 'INV-14',
    says: 'Who is told that a lease is lost asks again, and works on meanwhile.',
    edits: [
      {
        file: PERSIST,
        text: "'STORE_UNAVAILABLE'] as const",
        becomes: "'STORE_UNAVAILABLE', 'LEASE_LOST'] as const",
      },
    ],
  },
  {
    name: 'loss-does-not-stop-the-work',
    breaks: 'INV-14',
    says: 'Work goes on to its end when its lease is lost.',
    edits: [
      {
        file: 'core/engine/worker.ts',
        text: '[lease.lost, parts.stop, spending.blocked]',
        becomes: '[parts.stop, spending.blocked]',
      },
    ],
  },
  {
    name: 'asks-again-for-ever',
    breaks: 'B-17.11',
    says: 'A busy store is asked again beyond the end of the lease, for the wrong clock is read.',
    edits: [
      {
        file: PERSIST,
        text: 'terms.clock.now() + wait',
        becomes: 'terms.clock.elapsed() + wait',
      },
    ],
  },
];
