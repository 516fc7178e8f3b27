/**
 * Random commands for a store, as data, and how one is carried out. A refusal is an expected answer; any other
 * error is a bug and ends the run.
 */
import fc from 'fast-check';
import { CodedError } from '../../errors.js';
import { taskId } from '../../task/ids.js';
import type { LeaseProof } from '../../task/task.js';
import { type Bench, draft, LEASE, W1, W2 } from './bench.js';

/** One command. Every field is drawn; each command reads those it needs. */
export interface Command {
  readonly verb: (typeof VERBS)[number];
  readonly id: string;
  readonly key: string | null;
  readonly retries: number;
  readonly holder: typeof W1;
  /** Which proof to show, counted from the latest; so stale writers are common. */
  readonly proof: number;
  readonly class: 'transient' | 'permanent';
  readonly tokens: number;
  readonly budget: 'keep' | 'reset';
  readonly when: 'after-backoff' | 'now';
  readonly ms: number;
}

const VERBS = [
  'enqueue',
  'claim',
  'heartbeat',
  'report',
  'complete',
  'fail',
  'block',
  'release',
  'sweep',
  'cancel',
  'replan',
  'retry',
  'resolve',
  'release',
  'enforce',
  'review',
  'wait',
] as const;

export const commands: fc.Arbitrary<Command> = fc.record({
  verb: fc.constantFrom(...VERBS, 'claim' as const, 'claim' as const),
  id: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
  key: fc.constantFrom(null, 'k1', 'k2'),
  retries: fc.nat({ max: 2 }),
  holder: fc.constantFrom(W1, W2),
  proof: fc.nat({ max: 3 }),
  class: fc.constantFrom('transient', 'permanent'),
  tokens: fc.constantFrom(1, 2_001, 3_501),
  budget: fc.constantFrom('keep', 'reset'),
  when: fc.constantFrom('after-backoff', 'now'),
  ms: fc.constantFrom(1, 30_000, 60_000, 600_000),
});

/** Carries a command out. `proofs` holds every lease claimed so far, latest first. */
export async function perform(bench: Bench, command: Command, proofs: LeaseProof[]): Promise<void> {
  try {
    const proof = proofs[command.proof];
    await (proof ? performHeld(bench, command, proof) : null);
    await performFree(bench, command, proofs);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
  }
}

async function performHeld({ store }: Bench, command: Command, proof: LeaseProof): Promise<void> {
  if (command.verb === 'heartbeat') await store.heartbeat(proof, { leaseFor: LEASE });
  if (command.verb === 'report') await store.report(proof, { tokens: command.tokens, text: null });
  if (command.verb === 'complete') await store.complete(proof, { notes: 'ok' });
  if (command.verb === 'fail') await store.fail(proof, { error: 'boom', class: command.class });
  if (command.verb === 'review') {
    await store.review(proof, { report: command.budget === 'keep' ? 'it is done' : 'half of it' });
  }
  if (command.verb === 'release') await store.release(proof, { reason: 'not mine' });
  if (command.verb === 'block') await store.block(proof, { nextAction: 'ask' });
}

async function performFree({ store, clock }: Bench, command: Command, proofs: LeaseProof[]): Promise<void> {
  const id = taskId(command.id);
  const by = 'operator:random';
  if (command.verb === 'wait') clock.advance(command.ms);
  if (command.verb === 'sweep') await store.sweep({ limit: 10 });
  if (command.verb === 'cancel') await store.operate({ kind: 'cancel', id, by });
  if (command.verb === 'replan') {
    await store.operate({ kind: 'replan', id, by, notes: 'other plan', retries: command.budget });
  }
  if (command.verb === 'retry') await store.operate({ kind: 'retry', id, by, when: command.when });
  if (command.verb === 'resolve') {
    const as = command.budget === 'keep' ? 'done' : 'failed';
    await store.operate({ kind: 'resolve', id, by, as, reason: 'by hand' });
  }
  if (command.verb === 'enforce') await store.enforce(id, { tokens: command.tokens, text: null });
  if (command.verb === 'enqueue') {
    await store.enqueue(draft(command.id, { idempotencyKey: command.key, maxRetries: command.retries }));
  }
  if (command.verb === 'claim') {
    const task = await store.claim(command.holder, { leaseFor: LEASE });
    if (task) proofs.unshift(task.lease);
  }
}
