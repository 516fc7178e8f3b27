/**
 * The conformance suite's cases on the next action of a task that waits for a person: each command it names is taken,
 * whatever stopped the task and whether a retry was left.
 */
import { describe, expect, it } from 'vitest';
import { taskId } from '../../task/ids.js';
import type { OperatorCommand, Store } from '../store.js';
import { type Bench, draft, found, LEASE, type OpenBench, running } from './bench.js';

const id = taskId('A');
const by = 'operator:me';
const TOO_MANY = { tokens: 3_501, text: null };

/** Stops task A, which has that many retries, so that a person has to act. */
type Stop = (bench: Bench, maxRetries: number) => Promise<unknown>;

const held = ({ store }: Bench, maxRetries: number) => running(store, 'A', { maxRetries });

const STOPS: readonly (readonly [string, Stop])[] = [
  [
    'was cancelled while it waited',
    async ({ store }, maxRetries) => {
      await store.enqueue(draft('A', { maxRetries }));
      await store.operate({ kind: 'cancel', id, by });
    },
  ],
  [
    'was cancelled while it ran',
    async (bench, maxRetries) => {
      await held(bench, maxRetries);
      await bench.store.operate({ kind: 'cancel', id, by });
    },
  ],
  [
    'was replanned while it ran',
    async (bench, maxRetries) => {
      await held(bench, maxRetries);
      await bench.store.operate({ kind: 'replan', id, by, notes: 'smaller', retries: 'keep' });
    },
  ],
  [
    'was blocked by the guardrail',
    async (bench, maxRetries) => {
      await bench.store.report((await held(bench, maxRetries)).lease, TOO_MANY);
    },
  ],
  [
    'was blocked by its review',
    async (bench, maxRetries) => {
      const { lease } = await held(bench, maxRetries);
      await bench.store.review(lease, { report: 'blocked: permission denied' });
    },
  ],
  [
    'failed for good',
    async (bench, maxRetries) => {
      const { lease } = await held(bench, maxRetries);
      await bench.store.fail(lease, { error: 'no such order', class: 'permanent' });
    },
  ],
  [
    'was resolved as failed',
    async (bench, maxRetries) => {
      await held(bench, maxRetries);
      await bench.store.operate({ kind: 'resolve', id, by, as: 'failed', reason: 'not wanted' });
    },
  ],
  [
    'arrived as BLOCKED',
    ({ store }, maxRetries) => store.importTasks([{ ...draft('A', { maxRetries }), status: 'BLOCKED' }]),
  ],
  [
    'arrived as FAILED',
    ({ store }, maxRetries) => store.importTasks([{ ...draft('A', { maxRetries }), status: 'FAILED' }]),
  ],
];

export function nextActionContract(open: OpenBench): void {
  describe('a next action', () => {
    it.each(STOPS)('names only commands that bring back a task which %s', async (_, stop) => {
      for (const maxRetries of [0, 3]) {
        for (const command of await named(await open(), { stop, maxRetries })) {
          const bench = await open();
          await stop(bench, maxRetries);
          expect(await bench.store.operate(command)).toMatchObject({ status: 'PENDING' });
        }
      }
    });

    it('names a new budget once a lease ran out for the last time', async () => {
      const { store, clock } = await open();
      await running(store, 'A', { maxRetries: 0 });
      clock.advance(LEASE);
      await store.sweep({ limit: 1 });
      expect(await commandsOf(store)).toEqual([expect.objectContaining({ retries: 'reset' })]);
    });
  });
}

async function named(
  bench: Bench,
  { stop, maxRetries }: { readonly stop: Stop; readonly maxRetries: number },
): Promise<readonly OperatorCommand[]> {
  await stop(bench, maxRetries);
  const commands = await commandsOf(bench.store);
  expect(commands).not.toEqual([]);
  return commands;
}

/** The commands that task A's next action says to type. */
async function commandsOf(store: Store): Promise<readonly OperatorCommand[]> {
  const { nextAction } = await found(store, 'A');
  return [...(nextAction ?? '').matchAll(/ops (retry|replan) --id A[^,]*/g)].map(([text, verb]) => {
    if (verb === 'retry') return { kind: 'retry', id, by, when: 'after-backoff' };
    const retries = text.includes('--reset-attempts') ? 'reset' : 'keep';
    return { kind: 'replan', id, by, notes: 'as it says', retries };
  });
}
