import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock, EpochMs, MonotonicMs, Store } from '../../../../core/index.js';
import type { Call, Completion, SystemEvent, TaskRow } from '../../../../gates/record/history.js';
import { TEST_KNOBS } from '../../../checkers/history-builder.js';
import { lockSqliteFile } from '../../../nemesis/sqlite-lock.js';
import { answer } from '../answer.js';
import { storeOptions } from '../options.js';
import { MUTANTS, mutantNamed } from './mutant.js';
import { openPlanted } from './planted.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-mutant-'));
});
afterEach(() => rm(home, { recursive: true }));

const LEASE_MS = 100;
const held = { worker: 'w1', task: 'T', fence: 1 };
const calls = {
  enqueue: {
    op: 'enqueue',
    args: { task: { id: 'T', priority: 'P1', task: 'x', idempotencyKey: 'k', maxRetries: 1 } },
  },
  again: { op: 'enqueue', args: { task: { id: 'T2', priority: 'P1', task: 'x', idempotencyKey: 'k' } } },
  claim: { op: 'claim', args: { worker: 'w1', leaseMs: LEASE_MS } },
  other: { op: 'claim', args: { worker: 'w2', leaseMs: LEASE_MS } },
  complete: { op: 'complete', args: { ...held, notes: 'done' } },
  complete2: { op: 'complete', args: { worker: 'w2', task: 'T', fence: 2, notes: 'done' } },
  fail: { op: 'fail', args: { ...held, error: 'network', class: 'transient' } },
  fail2: { op: 'fail', args: { ...held, fence: 2, error: 'timeout', class: 'transient' } },
  report: { op: 'report', args: { ...held, tokens: 3501, text: null } },
  overSoft: { op: 'report', args: { ...held, tokens: 2001, text: null } },
  exact: { op: 'report', args: { ...held, tokens: 3500, text: null } },
  small: { op: 'report', args: { ...held, tokens: 1, text: null } },
  heartbeat: { op: 'heartbeat', args: { ...held, leaseMs: LEASE_MS } },
  failForGood: { op: 'fail', args: { ...held, error: 'no', class: 'permanent' } },
  namesake: { op: 'claim', args: { worker: 'w1', leaseMs: LEASE_MS } },
  sweep: { op: 'sweep', args: {} },
  cancel: { op: 'cancel', args: { task: 'T' } },
  list: { op: 'list', args: {} },
  events: { op: 'events', args: { after: 0 } },
} as const satisfies Record<string, Call>;

type Step = keyof typeof calls | { readonly waitMs: number } | 'lock' | 'unlock' | 'reopen';

/** Plays the steps on core with the mutant, or on core as it is, and answers the last completion. */
async function play(steps: readonly Step[], mutant: string | null): Promise<Completion> {
  const path = join(home, `${mutant ?? 'core'}.sqlite`);
  let time = 1_000_000;
  const clock: Clock = {
    now: () => time as EpochMs,
    elapsed: () => time as MonotonicMs,
    sleep: async () => undefined,
  };
  const terms = { clock, actor: 'test:w', knobs: TEST_KNOBS, durability: 'none', busyWaitMs: 0 } as const;
  const open = () => openPlanted(path, storeOptions(terms), mutant === null ? null : mutantNamed(mutant));
  let store: Store = await open();
  let unlock: () => void = () => undefined;
  let last: Completion = { type: 'fail', code: 'INVALID' };
  try {
    for (const step of steps) {
      if (typeof step === 'object') time += step.waitMs;
      else if (step === 'lock') unlock = lockSqliteFile(path, { waitMs: 0 });
      else if (step === 'unlock') unlock();
      else if (step === 'reopen') {
        await store.close();
        store = await open();
      } else last = await answer(store, calls[step]);
    }
    return last;
  } finally {
    unlock();
    await store.close();
  }
}

const expiry = { waitMs: LEASE_MS };
const soon = { waitMs: LEASE_MS / 2 };
const backoff = { waitMs: TEST_KNOBS.backoffMs[0] ?? 0 };
const ok = { type: 'ok', value: expect.anything() };
const nothing = { type: 'ok', value: null };
const refused = (code: string) => ({ type: 'fail', code });
const swept = (requeued: readonly string[], exhausted: readonly string[]) => ({
  type: 'ok',
  value: { requeued, exhausted },
});
const listed = (status: string) => ({ type: 'ok', value: [expect.objectContaining({ task: 'T', status })] });
const logged = (...types: readonly string[]) => ({
  type: 'ok',
  value: types.map((type) => expect.objectContaining({ type })),
});
const taken = (claim: object) => ({ type: 'ok', value: expect.objectContaining(claim) });
/** The first run of T is lost with its worker, and T is due again. */
const crash = ['enqueue', 'claim', expiry, 'sweep', backoff] as const;
const rows = (completion: Completion) =>
  completion.type === 'ok' ? (completion.value as readonly TaskRow[]) : [];

/** What each mutant is told apart from core by: the steps, what core answers last, and what the mutant answers. */
const proofs: Readonly<
  Record<string, { readonly steps: readonly Step[]; readonly core: object; readonly mutant: object }>
> = {
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
};

describe('a planted bug', () => {
  it.each(MUTANTS.map(({ name }) => name))('%s answers otherwise than core', async (name) => {
    const proof = proofs[name];

    expect(await play(proof?.steps ?? [], null)).toEqual(proof?.core);
    expect(await play(proof?.steps ?? [], name)).toEqual(proof?.mutant);
  });

  it('of acknowledging before the commit really loses the task', async () => {
    const left = await play(['lock', 'enqueue', 'unlock', 'list'], 'ack-before-commit');

    expect(rows(left)).toEqual([]);
  });

  it('of comparing keys with finished tasks only lets the key of one stop its late twin', async () => {
    const late = await play(['enqueue', 'claim', 'complete', 'again', 'other'], 'twins-both-run');

    expect(late).toEqual(nothing);
  });

  it('of writing the event later writes it once the worker has gone on to its next claim', async () => {
    const steps = ['enqueue', 'claim', 'complete', 'other', 'reopen', 'events'] as const;

    expect(await play(steps, 'event-written-later')).toEqual(logged('added', 'picked', 'done'));
  });

  it('leaves what it does not break as it is', async () => {
    const done = await play(['enqueue', 'claim', 'complete', 'list'], 'claim-shares-a-lease');

    expect(rows(done).map(({ task, status }) => [task, status])).toEqual([['T', 'DONE']]);
  });
});
