/** Test support: short stories played on core with a planted bug, and on core as it is. */
import { join } from 'node:path';
import type { Clock, EpochMs, MonotonicMs, Store } from '../../../../../core/index.js';
import type { Call, Completion } from '../../../../../gates/record/history.js';
import { TEST_KNOBS } from '../../../../history/by-hand/history-builder.js';
import { lockSqliteFile } from '../../../../nemesis/sqlite-lock.js';
import type { Trouble } from '../../../../sut.js';
import { answer } from '../../answer.js';
import { Disk } from '../../disk.js';
import { storeOptions } from '../../options.js';
import { mutantNamed } from '../mutant.js';
import { openPlanted } from '../planted.js';

export const LEASE_MS = 100;
const held = { worker: 'w1', task: 'T', fence: 1 };
const calls = {
  enqueue: {
    op: 'enqueue',
    args: { task: { id: 'T', priority: 'P1', task: 'x', idempotencyKey: 'k', maxRetries: 1 } },
  },
  again: { op: 'enqueue', args: { task: { id: 'T2', priority: 'P1', task: 'x', idempotencyKey: 'k' } } },
  unrelated: { op: 'enqueue', args: { task: { id: 'U', priority: 'P1', task: 'x' } } },
  another: { op: 'enqueue', args: { task: { id: 'T3', priority: 'P1', task: 'x' } } },
  claim: { op: 'claim', args: { worker: 'w1', leaseMs: LEASE_MS } },
  other: { op: 'claim', args: { worker: 'w2', leaseMs: LEASE_MS } },
  complete: { op: 'complete', args: { ...held, notes: 'done' } },
  completeAtLength: { op: 'complete', args: { ...held, notes: 'long '.repeat(4_000) } },
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
  replan: { op: 'replan', args: { task: 'T' } },
  list: { op: 'list', args: {} },
  events: { op: 'events', args: { after: 0 } },
} as const satisfies Record<string, Call>;

export type Step =
  | keyof typeof calls
  | { readonly waitMs: number }
  | { readonly meets: Trouble | null }
  | 'lock'
  | 'unlock'
  | 'reopen';

/** Plays the steps in an empty folder, on core with the mutant or as it is, and answers the last completion. */
export async function play(home: string, steps: readonly Step[], mutant: string | null): Promise<Completion> {
  const path = join(home, `${mutant ?? 'core'}.sqlite`);
  let time = 1_000_000;
  const clock: Clock = {
    now: () => time as EpochMs,
    elapsed: () => time as MonotonicMs,
    sleep: async () => undefined,
  };
  const disk = new Disk();
  const where = { clock, disk, actor: 'test:w', knobs: TEST_KNOBS };
  const terms = { ...where, durability: 'none', busyWaitMs: 0 } as const;
  const open = () => openPlanted(path, storeOptions(terms), mutant === null ? null : mutantNamed(mutant));
  let store: Store = await open();
  let unlock: () => void = () => undefined;
  let trouble: Trouble | null = null;
  let last: Completion = { type: 'fail', code: 'INVALID' };
  try {
    for (const step of steps) {
      if (typeof step === 'object' && 'meets' in step) trouble = step.meets;
      else if (typeof step === 'object') time += step.waitMs;
      else if (step === 'lock') unlock = lockSqliteFile(path, { waitMs: 0 });
      else if (step === 'unlock') unlock();
      else if (step === 'reopen') {
        await store.close();
        store = await open();
      } else {
        const opened = store;
        last = await disk.under(trouble, () => answer(opened, calls[step]));
      }
    }
    return last;
  } finally {
    unlock();
    await store.close();
  }
}
