/** The conformance suite's cases on the operator: cancel, and what holds for every command. */
import { describe, expect, it } from 'vitest';
import {
  claimed,
  draft,
  eventsOf,
  found,
  LEASE,
  latest,
  type OpenBench,
  refused,
  running,
  story,
} from './bench.js';
import { COMMANDS, cancel, exhausted, replan, retry } from './operator-commands.js';

export function operatorContract(open: OpenBench): void {
  describe('cancel', () => {
    it('blocks a task that waits', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      const task = await store.operate(cancel);
      expect(task).toMatchObject({
        status: 'BLOCKED',
        blockedReason: 'operator_cancel',
        notes: 'cancelled_by_operator',
      });
      expect(task.nextAction).not.toBeNull();
      expect(await story(store, 'A')).toEqual(['added', 'cancelled', 'blocked']);
    });

    it('stops running work: its worker has lost the lease', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.operate(cancel);
      await refused(store.heartbeat(lease, { leaseFor: LEASE }), 'LEASE_LOST');
      expect(await latest(store, 'A', 'cancelled')).toEqual({ by: 'operator:me', previous_owner: 'w1' });
    });

    it('refuses a blocked task', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await store.operate(cancel);
      await refused(store.operate(cancel), 'ILLEGAL_TRANSITION');
    });

    it('refuses a failed task', async () => {
      const { store } = await open();
      await exhausted(store);
      await refused(store.operate(cancel), 'ILLEGAL_TRANSITION');
    });

    it.each(['retry', 'replan'] as const)('is undone by %s', async (how) => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await store.operate(cancel);
      expect(await store.operate(how === 'retry' ? retry : replan)).toMatchObject({ status: 'PENDING' });
    });
  });

  describe('an operator', () => {
    it.each(COMMANDS.map((command) => [command.kind, command] as const))(
      'cannot %s a task that is done, and the attempt is on record',
      async (kind, command) => {
        const { store } = await open();
        const { lease } = await running(store);
        await store.complete(lease, { notes: 'ok' });
        const before = await found(store, 'A');
        await refused(store.operate(command), 'ILLEGAL_TRANSITION');
        expect(await found(store, 'A')).toEqual(before);
        expect(await latest(store, 'A', 'transition_rejected')).toMatchObject({
          action: kind,
          by: 'operator:me',
        });
      },
    );

    it.each(COMMANDS.map((command) => [command.kind, command] as const))(
      'cannot %s a task nobody added',
      async (_, command) => {
        const { store } = await open();
        await refused(store.operate(command), 'NOT_FOUND');
        expect(await eventsOf(store)).toEqual([]);
      },
    );

    it('has a name, and says why it replans', async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      await refused(store.operate({ ...cancel, by: ' ' }), 'INVALID');
      await refused(store.operate({ ...replan, kind: 'replan', notes: '', retries: 'keep' }), 'INVALID');
    });

    it('gets work back after an incident: cancel, replan, retry', async () => {
      const { store } = await open();
      await running(store);
      expect(await store.operate(cancel)).toMatchObject({ status: 'BLOCKED' });
      expect(await store.operate(replan)).toMatchObject({ status: 'PENDING' });
      expect(await store.operate(retry)).toMatchObject({ status: 'PENDING' });
      const again = await claimed(store);
      expect(again.lease.fence).toBe(2);
      expect(await store.complete(again.lease, { notes: 'ok' })).toMatchObject({ status: 'DONE' });
    });
  });
}
