/** The conformance suite's cases on tokens over all runs of a task, and over a span of time. */
import { describe, expect, it } from 'vitest';
import { taskId } from '../../task/ids.js';
import type { EpochMs } from '../../time.js';
import type { Store } from '../store.js';
import { type Bench, claimed, found, latest, type OpenBench, running } from './bench.js';

const taskBudget = { softTokens: 1_000, hardTokens: 2_000 };

/** Fails a run that reported `tokens`, and has the task run again. */
async function failedRun({ store, clock }: Bench, tokens: number): Promise<void> {
  const { lease } =
    (await found(store, 'A')).run === 0 ? await claimed(store) : await retried({ store, clock });
  await store.report(lease, { tokens, text: null });
  await store.fail(lease, { error: `boom ${tokens}`, class: 'transient' });
}

async function retried({ store, clock }: Bench) {
  await store.sweep({ limit: 10 });
  clock.advance(600_000);
  return claimed(store);
}

const chargedTo = (store: Store, id: string) => store.tokensCharged({ taskId: taskId(id) });

export function taskBudgetContract(open: OpenBench): void {
  describe('tokens of all runs of a task', () => {
    it('are added up over retries, each run by the most it reported', async () => {
      const bench = await open();
      const { store } = bench;
      const { lease } = await running(store);
      for (const tokens of [300, 900, 500]) await store.report(lease, { tokens, text: null });
      await store.fail(lease, { error: 'boom', class: 'transient' });
      await failedRun(bench, 400);
      expect(await chargedTo(store, 'A')).toBe(1_300);
      expect(await found(store, 'A')).toMatchObject({ tokensUsed: 400 });
    });

    it('block the task once they exceed the budget of the task, although each run is within its own', async () => {
      const bench = await open({ taskBudget });
      const { store } = bench;
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      await failedRun(bench, 1_000);
      await failedRun(bench, 1_000);
      const { lease } = await retried(bench);
      expect(await store.report(lease, { tokens: 1, text: null })).toMatchObject({
        action: 'BLOCK',
        state: 'HARD_EXCEEDED',
        tokens: 1,
        taskTokens: 2_001,
      });
      expect(await found(store, 'A')).toMatchObject({
        status: 'BLOCKED',
        blockedReason: 'guardrail',
        nextAction: expect.stringContaining('raise the budget of all its runs'),
      });
      expect(await latest(store, 'A', 'guardrail')).toMatchObject({
        charged_tokens: 1,
        task_hard: 2_000,
        task_soft: 1_000,
        task_tokens: 2_001,
      });
    });

    it('let the task finish exactly at their limit', async () => {
      const bench = await open({ taskBudget });
      const { store } = bench;
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      await failedRun(bench, 1_000);
      const { lease } = await retried(bench);
      const report = { tokens: 1_000, text: null };
      expect(await store.complete(lease, { notes: 'ok', report })).toMatchObject({ status: 'DONE' });
      expect(await latest(store, 'A', 'guardrail')).toMatchObject({
        action: 'SUMMARIZE',
        task_tokens: 2_000,
      });
    });

    it('are not limited unless the store was opened with a budget for them', async () => {
      const bench = await open();
      const { store } = bench;
      await store.fail((await running(store)).lease, { error: 'boom', class: 'transient' });
      await failedRun(bench, 3_000);
      await failedRun(bench, 3_000);
      expect(await chargedTo(store, 'A')).toBe(6_000);
      expect((await found(store, 'A')).status).toBe('FAILED');
    });

    it('do not grow by a verdict that came too late to be applied', async () => {
      const { store } = await open();
      const { lease } = await running(store);
      await store.complete(lease, { notes: 'ok' });
      await store.report(lease, { tokens: 500, text: null });
      expect(await chargedTo(store, 'A')).toBe(0);
    });
  });

  describe('tokens of a span of time', () => {
    it('are those of the verdicts from its first instant to before its last', async () => {
      const { store, clock } = await open();
      const a = await running(store, 'A');
      const from = clock.now();
      await store.report(a.lease, { tokens: 100, text: null });
      clock.advance(1_000);
      const b = await running(store, 'B');
      await store.report(b.lease, { tokens: 20, text: null });
      await store.report(a.lease, { tokens: 103, text: null });
      const later = (ms: number) => (from + ms) as EpochMs;
      expect(await store.tokensCharged({ from, until: later(1_000) })).toBe(100);
      expect(await store.tokensCharged({ from, until: later(1_001) })).toBe(123);
      expect(await store.tokensCharged({ from: later(1), until: later(1_001) })).toBe(23);
    });
  });
}
