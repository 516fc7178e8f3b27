import { describe, expect, it } from 'vitest';
import { CodedError, type LeaseProof, milliseconds, type WorkerId } from '../../../core/index.js';
import type { Call, RefusalCode } from '../../../gates/record/history.js';
import type { Answered } from '../../workload/client.js';
import type { Life } from '../../workload/own/programs.js';
import { CalledStore } from './called-store.js';

const CLAIMED = { task: 'T', run: 2, fence: 3, leaseUntil: 900, idempotencyKey: 'k' };
const HOLDER = 'w1' as WorkerId;
const PROOF = { taskId: 'T', holder: 'w1', fence: 3 } as unknown as LeaseProof;
const HELD = { worker: 'w1', task: 'T', fence: 3 };
const leaseFor = milliseconds(100);

/** A store that holds T, whose next call is answered so; and the calls it made since. */
async function holding(answer: Answered) {
  const calls: Call[] = [];
  const answers: Answered[] = [{ type: 'ok', value: CLAIMED }];
  const life: Pick<Life, 'call'> = {
    call: async (call) => {
      calls.push(call);
      return answers.shift() ?? answer;
    },
  };
  const store = new CalledStore(life as Life);
  await store.claim(HOLDER, { leaseFor });
  return { store, calls: calls.splice(0) && calls };
}

const ok = (value: unknown = null): Answered => ({ type: 'ok', value });

describe('the store as the system’s own programs call it', () => {
  it('claims a task with its lease, and remembers the answer', async () => {
    const { store } = await holding(ok());
    const task = await store.find(PROOF.taskId);

    expect(task).toMatchObject({ id: 'T', status: 'IN_PROGRESS', run: 2, lease: { ...PROOF, until: 900 } });
    expect(store.claimOf({ id: PROOF.taskId })).toEqual(CLAIMED);
  });

  it('claims nothing when there is nothing', async () => {
    const { store } = await holding(ok(null));

    expect(await store.claim(HOLDER, { leaseFor })).toBeNull();
  });

  it('renews a lease', async () => {
    const { store, calls } = await holding(ok({ leaseUntil: 950 }));

    expect(await store.heartbeat(PROOF, { leaseFor })).toEqual({ ...PROOF, until: 950 });
    expect(calls).toEqual([{ op: 'heartbeat', args: { ...HELD, leaseMs: 100 } }]);
  });

  it('reports before it completes, and completes what is not blocked', async () => {
    const { store, calls } = await holding(ok({ action: 'SUMMARIZE' }));
    const task = await store.complete(PROOF, { notes: 'n', report: { tokens: 7, text: 'r' } });

    expect(calls).toEqual([
      { op: 'report', args: { ...HELD, tokens: 7, text: 'r' } },
      { op: 'complete', args: { ...HELD, notes: 'n' } },
    ]);
    expect(task.status).toBe('DONE');
  });

  it('completes nothing that its report has blocked', async () => {
    const { store, calls } = await holding(ok({ action: 'BLOCK' }));
    const task = await store.complete(PROOF, { notes: 'n', report: { tokens: 7, text: 'r' } });

    expect(calls.map(({ op }) => op)).toEqual(['report']);
    expect(task.status).toBe('BLOCKED');
    expect(await store.find(PROOF.taskId)).toMatchObject({ status: 'BLOCKED' });
  });

  it('fails a task with its class', async () => {
    const { store, calls } = await holding(ok());
    const task = await store.fail(PROOF, { error: 'e', class: 'permanent' });

    expect(calls).toEqual([{ op: 'fail', args: { ...HELD, error: 'e', class: 'permanent' } }]);
    expect(task.status).toBe('FAILED');
  });

  it('answers with what a sweep moved', async () => {
    const moved = { requeued: ['T'], exhausted: [] };
    const { store } = await holding(ok(moved));

    expect(await store.sweep({ limit: 1 })).toEqual(moved);
  });

  it.each<RefusalCode>([
    'BUSY',
    'CORRUPT',
    'DUPLICATE_ID',
    'ILLEGAL_TRANSITION',
    'INVALID',
    'LEASE_LOST',
    'NOT_FOUND',
    'STORE_FULL',
    'STORE_UNAVAILABLE',
  ])('refuses with %s when the system does', async (code) => {
    const { store } = await holding({ type: 'fail', code });
    const refusal = await store.heartbeat(PROOF, { leaseFor }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(CodedError);
    expect(refusal).toMatchObject({ code });
  });

  it('takes a refusal that core has no word for, and a task it never claimed, for a fault of the harness', async () => {
    const { store } = await holding({ type: 'fail', code: 'UNSUPPORTED' });

    await expect(store.sweep({ limit: 1 })).rejects.toThrow(
      'expected a refusal of core to sweep, found UNSUPPORTED',
    );
    await expect(store.find('U' as LeaseProof['taskId'])).rejects.toThrow('claimed here, found U');
  });
});
