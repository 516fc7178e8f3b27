/** Test support: the first planted bug of each invariant. */
import { expect } from 'vitest';
import type { SystemEvent } from '../../../../../gates/record/history.js';
import { backoff, expiry, nothing, ok, refused, soon, type ToldApart, unrelatedIs } from './answers.js';

export const FIRST_OF_EACH: Readonly<Record<string, ToldApart>> = {
  'claim-shares-a-lease': {
    steps: ['enqueue', 'claim', 'other'],
    core: nothing,
    mutant: { type: 'ok', value: expect.objectContaining({ task: 'T', fence: 1 }) },
  },
  'settle-uses-newest-fence': {
    steps: ['enqueue', 'claim', expiry, 'sweep', backoff, 'other', 'complete'],
    core: refused('LEASE_LOST'),
    mutant: nothing,
  },
  'complete-forgets-status': {
    steps: ['enqueue', 'claim', expiry, 'sweep', backoff, 'other', 'complete2', 'complete'],
    core: refused('LEASE_LOST'),
    mutant: nothing,
  },
  'ack-before-commit': { steps: ['lock', 'enqueue'], core: refused('BUSY'), mutant: ok },
  'key-ignored': { steps: ['enqueue', 'again', 'claim', 'other'], core: nothing, mutant: ok },
  'sweep-resets-retries': {
    steps: ['enqueue', 'claim', 'fail', 'sweep', backoff, 'claim', 'fail2', 'sweep'],
    core: { type: 'ok', value: { requeued: [], exhausted: [] } },
    mutant: { type: 'ok', value: { requeued: ['T'], exhausted: [] } },
  },
  'backoff-skipped': {
    steps: ['enqueue', 'claim', 'fail', { waitMs: 1 }, 'sweep', 'claim'],
    core: nothing,
    mutant: ok,
  },
  'guardrail-only-logs': {
    steps: ['enqueue', 'claim', 'report'],
    core: { type: 'ok', value: { action: 'BLOCK' } },
    mutant: { type: 'ok', value: { action: 'SUMMARIZE' } },
  },
  'event-dropped': {
    steps: ['enqueue', 'claim', 'complete', 'events'],
    core: {
      type: 'ok',
      value: expect.arrayContaining([
        expect.objectContaining({ type: 'done' } satisfies Partial<SystemEvent>),
      ]),
    },
    mutant: { type: 'ok', value: expect.not.arrayContaining([expect.objectContaining({ type: 'done' })]) },
  },
  'operator-skips-table': {
    steps: ['enqueue', 'claim', 'complete', 'cancel'],
    core: refused('ILLEGAL_TRANSITION'),
    mutant: { type: 'ok', value: { status: 'BLOCKED' } },
  },
  'sweep-forgets-expired-leases': {
    steps: ['enqueue', 'claim', expiry, 'sweep'],
    core: { type: 'ok', value: { requeued: ['T'], exhausted: [] } },
    mutant: { type: 'ok', value: { requeued: [], exhausted: [] } },
  },
  'second-run-breaks': {
    steps: ['enqueue', 'claim', expiry, 'sweep', backoff, 'other', 'complete2'],
    core: nothing,
    mutant: { type: 'info', code: 'INTERNAL', says: 'TypeError: planted: the first run is not there' },
  },
  'heartbeat-always-busy': {
    steps: ['enqueue', 'claim', 'heartbeat'],
    core: ok,
    mutant: refused('BUSY'),
  },
  'failure-refused-after-commit': {
    steps: ['enqueue', 'claim', 'fail'],
    core: nothing,
    mutant: refused('BUSY'),
  },
  'sweep-fails-a-bystander': {
    steps: ['enqueue', 'claim', soon, 'unrelated', 'other', soon, 'sweep', 'list'],
    core: unrelatedIs('IN_PROGRESS'),
    mutant: unrelatedIs('FAILED'),
  },
  'original-left-dangling': {
    steps: ['enqueue', 'claim', 'complete', 'list'],
    core: { type: 'ok', value: [expect.objectContaining({ task: 'T', duplicateOf: null })] },
    mutant: { type: 'ok', value: [expect.objectContaining({ task: 'T', duplicateOf: 'nowhere' })] },
  },
  'expiry-comes-with-first-heartbeat': {
    steps: ['enqueue', 'claim', expiry, 'sweep'],
    core: { type: 'ok', value: { requeued: ['T'], exhausted: [] } },
    mutant: { type: 'ok', value: { requeued: [], exhausted: [] } },
  },
  'newest-first': {
    steps: ['enqueue', { waitMs: 1 }, 'another', 'claim'],
    core: { type: 'ok', value: expect.objectContaining({ task: 'T' }) },
    mutant: { type: 'ok', value: expect.objectContaining({ task: 'T3' }) },
  },
  'sweep-seldom-looks': {
    steps: ['enqueue', 'claim', expiry, 'sweep'],
    core: { type: 'ok', value: { requeued: ['T'], exhausted: [] } },
    mutant: { type: 'ok', value: { requeued: [], exhausted: [] } },
  },
  'busy-once-blind-for-ever': {
    steps: ['enqueue', 'lock', 'claim', 'unlock', 'claim'],
    core: ok,
    mutant: nothing,
  },
  'busy-comes-back': {
    steps: ['enqueue', 'lock', 'claim', 'unlock', 'claim'],
    core: ok,
    mutant: refused('BUSY'),
  },
  'sweep-judges-the-done': {
    steps: ['enqueue', 'claim', 'complete', 'sweep', 'events'],
    core: {
      type: 'ok',
      value: expect.not.arrayContaining([expect.objectContaining({ type: 'guardrail' })]),
    },
    mutant: {
      type: 'ok',
      value: expect.arrayContaining([expect.objectContaining({ type: 'guardrail' })]),
    },
  },
};
