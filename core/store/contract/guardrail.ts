/** The conformance suite's cases on reports: what is allowed, what blocks, and that a block is one step. */
import { describe, expect, it } from 'vitest';
import { taskId } from '../../task/ids.js';
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

const GOOD = [
  '[REPORT A]',
  'Status: DONE',
  'Files:',
  '- a.ts',
  'Diff-Summary:',
  '- a change',
  'Validation: tests pass',
  'Risks: None',
  'Next: None',
].join('\n');

export function guardrailContract(open: OpenBench): void {
  describe('report', () => {
    it.each([
      [2_000, 'ALLOW', 'OK'],
      [2_001, 'SUMMARIZE', 'SOFT_EXCEEDED'],
      [3_500, 'SUMMARIZE', 'SOFT_EXCEEDED'],
    ] as const)('lets a run go on at %d tokens and answers %s', async (tokens, action, state) => {
      const { store } = await open();
      const { lease } = await running(store);
      expect(await store.report(lease, { tokens, text: null })).toMatchObject({
        action,
        state,
        tokens,
        applied: true,
      });
      expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS', tokensUsed: tokens, lease });
      expect(await latest(store, 'A', 'guardrail')).toEqual({
        action,
        applied: true,
        current_tokens: tokens,
        charged_tokens: tokens,
        estimated_tokens: 0,
        hard: 3_500,
        soft: 2_000,
        state,
        violations: '',
      });
    });

    it('blocks the task at 3,501 tokens and takes the lease away in the same step', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      expect(await store.report(lease, { tokens: 3_501, text: null })).toMatchObject({
        action: 'BLOCK',
        applied: true,
      });
      const task = await found(store, 'A');
      expect(task).toMatchObject({ status: 'BLOCKED', blockedReason: 'guardrail', tokensUsed: 3_501 });
      expect(task.nextAction).toContain('ops replan --id A');
      expect(task.notes).toContain('guardrail: HARD_EXCEEDED, 3501 tokens, 0 violations');
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'guardrail', 'blocked']);
      expect((await eventsOf(store, 'A')).at(-1)).toMatchObject({ from: 'IN_PROGRESS', to: 'BLOCKED' });
    });

    it('leaves a blocked worker nothing it could write', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.report(lease, { tokens: 3_501, text: null });
      await refused(store.complete(lease, { notes: 'done anyway' }), 'LEASE_LOST');
      await refused(store.heartbeat(lease, { leaseFor: LEASE }), 'LEASE_LOST');
      await refused(store.report(lease, { tokens: 1, text: null }), 'LEASE_LOST');
      expect(await found(store, 'A')).toMatchObject({ status: 'BLOCKED' });
    });

    it('blocks on a grave violation whatever the budget says, and names it', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const verdict = await store.report(lease, {
        tokens: 1,
        text: GOOD.replace('[REPORT A]', '[REPORT B]'),
      });
      expect(verdict).toMatchObject({ action: 'BLOCK', state: 'OK' });
      expect(await latest(store, 'A', 'guardrail')).toMatchObject({ violations: 'REPORT_ID_MISMATCH:high' });
    });

    it('keeps the highest token use of a run', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.report(lease, { tokens: 900, text: null });
      await store.report(lease, { tokens: 100, text: null });
      expect(await found(store, 'A')).toMatchObject({ tokensUsed: 900 });
    });

    it('uses the budget the store was opened with', async () => {
      const { store } = await open({ budget: { softTokens: 10, hardTokens: 20 } });
      const { lease } = await running(store);
      expect(await store.report(lease, { tokens: 20, text: null })).toMatchObject({ action: 'SUMMARIZE' });
      expect(await store.report(lease, { tokens: 21, text: null })).toMatchObject({ action: 'BLOCK' });
    });

    it.each(['complete', 'fail'] as const)(
      'changes nothing on a task that finished with %s, and says so',
      async (how) => {
        const { store } = await open();
        const { lease } = await running(store);
        if (how === 'complete') await store.complete(lease, { notes: 'ok' });
        else await store.fail(lease, { error: 'bad', class: 'permanent' });
        const before = await found(store, 'A');
        expect(await store.report(lease, { tokens: 9_999, text: null })).toMatchObject({
          action: 'BLOCK',
          applied: false,
        });
        expect(await found(store, 'A')).toEqual(before);
        expect(await latest(store, 'A', 'guardrail')).toMatchObject({ applied: false });
      },
    );

    it('tells an older fence on a finished task that its lease is lost', async () => {
      const { store, clock } = await open();
      const old = await running(store);
      clock.advance(LEASE);
      await store.sweep({ limit: 10 });
      clock.advance(60_000);
      await store.complete((await claimed(store)).lease, { notes: 'ok' });
      await refused(store.report(old.lease, { tokens: 1, text: null }), 'LEASE_LOST');
    });

    it.each([-1, 0.5])('refuses a use of %d tokens and writes nothing', async (tokens) => {
      const { store } = await open();
      const { lease } = await running(store);
      await refused(store.report(lease, { tokens, text: null }), 'INVALID');
      expect(await story(store, 'A')).toEqual(['added', 'picked']);
    });
  });

  describe('complete with a report', () => {
    it('is done when the report is good, and tells the verdict first', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const task = await store.complete(lease, { notes: 'ok', report: { tokens: 500, text: GOOD } });
      expect(task).toMatchObject({ status: 'DONE', tokensUsed: 500 });
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'guardrail', 'done']);
    });

    it('is BLOCKED instead of done when the verdict is BLOCK', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const task = await store.complete(lease, { notes: 'ok', report: { tokens: 3_501, text: null } });
      expect(task).toMatchObject({ status: 'BLOCKED', blockedReason: 'guardrail' });
      expect(await story(store, 'A')).toEqual(['added', 'picked', 'guardrail', 'blocked']);
    });

    it('is BLOCKED when the report itself says that the work failed', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const text = GOOD.replace('Status: DONE', 'Status: FAILED');
      const task = await store.complete(lease, { notes: 'ok', report: { tokens: 1, text } });
      expect(task.status).toBe('BLOCKED');
      expect(await latest(store, 'A', 'guardrail')).toMatchObject({ violations: 'STATUS_CONTRADICTS:high' });
    });

    it.each([
      ['Next: ask kim for the key', 'do what its report asks for (ask kim for the key), then ops replan'],
      [
        'Next: None',
        'make its report right (the report says BLOCKED, its author settles as DONE), then ops replan',
      ],
    ])('that says BLOCKED and %j says it as what is to do', async (next, says) => {
      const { store } = await open();
      const { lease } = await running(store);
      const text = GOOD.replace('Status: DONE', 'Status: BLOCKED').replace(/Next:.*/, next);
      const task = await store.complete(lease, { notes: 'ok', report: { tokens: 1, text } });
      expect(task.nextAction).toContain(says);
    });

    it('in bad form says what is wrong with it as what is to do', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      const text = GOOD.replace('[REPORT A]', `[REPORT ${'B'.repeat(1_000)}]`);
      const { nextAction } = await store.complete(lease, { notes: 'ok', report: { tokens: 1, text } });
      expect(nextAction).toMatch(
        /^make its report right \(expected a report on A, found one on "B+\), then ops replan/,
      );
      expect(nextAction?.length).toBeLessThan(400);
    });

    it('does not block anything for a stale holder', async () => {
      const { store, clock } = await open();
      const { lease } = await running(store);
      clock.advance(LEASE);
      await refused(
        store.complete(lease, { notes: '', report: { tokens: 3_501, text: null } }),
        'LEASE_LOST',
      );
      expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS' });
      expect(await story(store, 'A')).not.toContain('guardrail');
    });
  });

  enforceContract(open);
}

function enforceContract(open: OpenBench): void {
  const A = taskId('A');
  describe('enforce', () => {
    it("blocks a task that waits, without anybody's lease", async () => {
      const { store } = await open();
      await store.enqueue(draft('A'));
      expect(await store.enforce(A, { tokens: 3_501, text: null })).toMatchObject({
        action: 'BLOCK',
        applied: true,
      });
      expect(await found(store, 'A')).toMatchObject({ status: 'BLOCKED', blockedReason: 'guardrail' });
      expect(await story(store, 'A')).toEqual(['added', 'guardrail', 'blocked']);
    });

    it('leaves a run alone that is within its budget, and keeps the highest use', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.enforce(A, { tokens: 2_001, text: null });
      await store.enforce(A, { tokens: 7, text: GOOD });
      expect(await found(store, 'A')).toMatchObject({ status: 'IN_PROGRESS', tokensUsed: 2_001, lease });
      expect(await latest(store, 'A', 'guardrail')).toMatchObject({ action: 'ALLOW', current_tokens: 7 });
    });

    it.each(['complete', 'block'] as const)('changes nothing after %s, and says so', async (how) => {
      const { store } = await open();
      const { lease } = await running(store);
      if (how === 'complete') await store.complete(lease, { notes: 'ok' });
      else await store.block(lease, { nextAction: 'ask' });
      const before = await found(store, 'A');
      expect(await store.enforce(A, { tokens: 3_501, text: null })).toMatchObject({ applied: false });
      expect(await found(store, 'A')).toEqual(before);
      expect(await latest(store, 'A', 'guardrail')).toMatchObject({ action: 'BLOCK', applied: false });
    });

    it('does not know a task nobody added, and writes nothing about it', async () => {
      const { store } = await open();
      await refused(store.enforce(A, { tokens: 1, text: null }), 'NOT_FOUND');
      expect(await eventsOf(store)).toEqual([]);
    });
  });
}
