/** Test support: the planted bugs that break an invariant in another way. */
import { expect } from 'vitest';
import {
  backoff,
  crash,
  expiry,
  listed,
  logged,
  nothing,
  ok,
  refused,
  soon,
  swept,
  type ToldApart,
  taken,
} from './answers.js';
import { LEASE_MS } from './play.js';

export const OTHERS: Readonly<Record<string, ToldApart>> = {
  'heartbeat-revives-lease': {
    steps: ['enqueue', 'claim', expiry, 'sweep', backoff, 'other', 'heartbeat'],
    core: refused('LEASE_LOST'),
    mutant: ok,
  },
  'report-ignores-fence': {
    steps: ['enqueue', 'claim', expiry, 'sweep', backoff, 'other', 'small'],
    core: refused('LEASE_LOST'),
    mutant: { type: 'ok', value: { action: 'ALLOW' } },
  },
  'fence-is-the-name': {
    steps: ['enqueue', 'claim', expiry, 'sweep', backoff, 'namesake', 'complete'],
    core: refused('LEASE_LOST'),
    mutant: nothing,
  },
  'lease-in-seconds': {
    steps: ['enqueue', 'claim', soon, 'sweep'],
    core: { type: 'ok', value: { requeued: [], exhausted: [] } },
    mutant: { type: 'ok', value: { requeued: ['T'], exhausted: [] } },
  },
  'one-retry-too-many': {
    steps: ['enqueue', 'claim', 'fail', 'sweep', backoff, 'claim', 'fail2', 'sweep'],
    core: { type: 'ok', value: { requeued: [], exhausted: [] } },
    mutant: { type: 'ok', value: { requeued: ['T'], exhausted: [] } },
  },
  'key-forgets-done': {
    steps: ['enqueue', 'claim', 'complete', 'again', 'other'],
    core: nothing,
    mutant: ok,
  },
  'sweep-unblocks': { steps: ['enqueue', 'claim', 'report', 'sweep', 'other'], core: nothing, mutant: ok },
  'hard-limit-itself-blocks': {
    steps: ['enqueue', 'claim', 'exact'],
    core: { type: 'ok', value: { action: 'SUMMARIZE' } },
    mutant: { type: 'ok', value: { action: 'BLOCK' } },
  },
  'hard-exceed-requeues': { steps: ['enqueue', 'claim', 'report', 'other'], core: nothing, mutant: ok },
  'sweep-before-expiry': {
    steps: ['enqueue', 'claim', soon, 'sweep'],
    core: { type: 'ok', value: { requeued: [], exhausted: [] } },
    mutant: { type: 'ok', value: { requeued: ['T'], exhausted: [] } },
  },
  'backoff-overflows': {
    steps: ['enqueue', 'claim', 'fail', 'sweep', backoff, 'claim'],
    core: ok,
    mutant: nothing,
  },
  'replan-runs-on': {
    steps: ['enqueue', 'claim', 'replan'],
    core: { type: 'ok', value: { status: 'BLOCKED' } },
    mutant: { type: 'ok', value: { status: 'PENDING' } },
  },
  'replan-ends-the-wait': {
    steps: ['enqueue', 'claim', 'fail', 'sweep', 'replan', 'other'],
    core: nothing,
    mutant: ok,
  },
  'heartbeat-shortens-lease': {
    steps: ['enqueue', 'claim', { waitMs: -LEASE_MS / 2 }, 'heartbeat'],
    core: { type: 'ok', value: { leaseUntil: 1_000_000 + LEASE_MS } },
    mutant: { type: 'ok', value: { leaseUntil: 1_000_000 + LEASE_MS / 2 } },
  },
  'jitter-is-ambient': {
    steps: ['enqueue', 'claim', 'fail', 'sweep', backoff, 'claim'],
    core: ok,
    mutant: nothing,
  },
  'fence-not-increased': {
    steps: [...crash, 'other'],
    core: taken({ fence: 2 }),
    mutant: taken({ fence: 1 }),
  },
  'fail-ignores-fence': { steps: [...crash, 'other', 'fail'], core: refused('LEASE_LOST'), mutant: nothing },
  'run-not-counted': { steps: [...crash, 'other'], core: taken({ run: 2 }), mutant: taken({ run: 1 }) },
  'crash-uses-no-retry': {
    steps: [...crash, 'claim', expiry, 'sweep'],
    core: swept([], ['T']),
    mutant: swept(['T'], []),
  },
  'sweep-ignores-max-retries': {
    steps: ['enqueue', 'claim', 'fail', 'sweep', backoff, 'claim', expiry, 'sweep'],
    core: swept([], ['T']),
    mutant: swept(['T'], []),
  },
  'sweep-revives-failed': {
    steps: ['enqueue', 'claim', 'failForGood', 'sweep', 'claim'],
    core: nothing,
    mutant: ok,
  },
  'sweep-does-nothing': {
    steps: ['enqueue', 'claim', expiry, 'sweep'],
    core: swept(['T'], []),
    mutant: swept([], []),
  },
  'twins-both-run': { steps: ['enqueue', 'again', 'claim', 'other'], core: nothing, mutant: ok },
  'cancelled-completes': {
    steps: ['enqueue', 'claim', 'cancel', 'complete'],
    core: refused('LEASE_LOST'),
    mutant: nothing,
  },
  'block-spares-finished-work': {
    steps: ['enqueue', 'claim', 'report', 'list'],
    core: listed('BLOCKED'),
    mutant: listed('DONE'),
  },
  'soft-limit-blocks': {
    steps: ['enqueue', 'claim', 'overSoft'],
    core: { type: 'ok', value: { action: 'SUMMARIZE' } },
    mutant: { type: 'ok', value: { action: 'BLOCK' } },
  },
  'event-written-later': {
    steps: ['enqueue', 'claim', 'complete', 'reopen', 'events'],
    core: logged('added', 'picked', 'done'),
    mutant: logged('added', 'picked'),
  },
  'failed-tasks-vanish': {
    steps: ['enqueue', 'claim', 'failForGood', 'list'],
    core: { type: 'ok', value: [expect.objectContaining({ task: 'T', status: 'FAILED' })] },
    mutant: { type: 'ok', value: [] },
  },
  'full-disk-swallowed': {
    steps: ['enqueue', 'claim', { meets: { storeFull: true } }, 'completeAtLength'],
    core: refused('STORE_FULL'),
    mutant: nothing,
  },
  'lost-reply-requeues': {
    steps: ['enqueue', 'claim', 'complete', 'complete', 'list'],
    core: { type: 'ok', value: [expect.objectContaining({ task: 'T' })] },
    mutant: {
      type: 'ok',
      value: [expect.objectContaining({ task: 'T' }), expect.objectContaining({ task: 'T.again' })],
    },
  },
  'rollback-forgotten': {
    steps: ['enqueue', 'claim', { meets: { ioErrorAt: 4 } }, 'complete', { meets: null }, 'list'],
    core: { type: 'ok', value: [expect.objectContaining({ status: 'IN_PROGRESS' })] },
    mutant: { type: 'ok', value: [expect.objectContaining({ status: 'DONE' })] },
  },
};
