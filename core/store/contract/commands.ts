/**
 * Random commands for a store, as data, and how one is carried out. A refusal is an expected answer; any other
 * error is a bug and ends the run.
 */
import fc from 'fast-check';
import { CodedError } from '../../errors.js';
import type { GuardrailVerdict } from '../../guardrails/decision.js';
import { taskId } from '../../task/ids.js';
import type { LeaseProof, Priority, TaskDraft } from '../../task/task.js';
import type { ClaimTerms, OperatorCommand } from '../store.js';
import { type Bench, draft, LEASE, W1, W2 } from './bench.js';

/** What only the holder of a lease may do, with the proof of it. */
const HELD = ['heartbeat', 'report', 'complete', 'fail', 'block', 'release', 'review'] as const;
const OPERATIONS = ['cancel', 'replan', 'retry', 'resolve'] as const;
const FREE = ['enqueue', 'claim', 'sweep', 'enforce', 'wait'] as const;
/** Drawn more often than the others, so that tasks move and leases of former runs are about. */
const USUAL = ['enqueue', 'claim', 'claim', 'claim', 'release', 'complete', 'fail', 'wait'] as const;

/** Every field is drawn; each command reads those it needs. */
interface Fields<Verbs extends readonly string[]> {
  readonly verb: Verbs[number];
  readonly id: string;
  readonly key: string | null;
  readonly priority: Priority;
  readonly retries: number;
  /** Most tasks in progress for a claim. */
  readonly cap: number | null;
  readonly holder: typeof W1;
  /** Which proof to show, counted from the latest; so stale writers are common. */
  readonly proof: number;
  readonly class: 'transient' | 'permanent';
  readonly tokens: number;
  readonly budget: 'keep' | 'reset';
  readonly when: 'after-backoff' | 'now';
  readonly ms: number;
  /** Of a sweep. */
  readonly limit: number;
}
export type HeldCommand = Fields<typeof HELD>;
export type Operation = Fields<typeof OPERATIONS>;
export type FreeCommand = Fields<typeof FREE>;
export type Command = HeldCommand | Operation | FreeCommand;

export const commands: fc.Arbitrary<Command> = fc.record({
  verb: fc.constantFrom(...USUAL, ...HELD, ...OPERATIONS, ...FREE),
  id: fc.constantFrom('A', 'B', 'C'),
  key: fc.constantFrom(null, 'k1', 'k2'),
  priority: fc.constantFrom('P1', 'P0', 'P2'),
  retries: fc.nat({ max: 2 }),
  cap: fc.constantFrom(null, null, null, 1, 2),
  holder: fc.constantFrom(W1, W2),
  proof: fc.nat({ max: 3 }),
  class: fc.constantFrom('transient', 'permanent'),
  tokens: fc.constantFrom(1, 2_001, 3_501),
  budget: fc.constantFrom('keep', 'reset'),
  when: fc.constantFrom('after-backoff', 'now'),
  ms: fc.constantFrom(1, 30_000, 60_000, 600_000),
  limit: fc.constantFrom(10, 1),
});

/** What a command was answered: a short text, the code of a refusal, or null when there was nothing to show. */
export type Outcome = string | null;

/** Carries a command out. `proofs` holds every lease claimed so far, latest first. */
export async function perform(bench: Bench, command: Command, proofs: LeaseProof[]): Promise<Outcome> {
  try {
    if (isOperation(command)) return (await bench.store.operate(operatorCommand(command))).status;
    if (!isHeld(command)) return await performFree(bench, command, proofs);
    const proof = proofs[command.proof];
    return proof === undefined ? null : await performHeld(bench, command, proof);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return error.code;
  }
}

export function isHeld(command: Command): command is HeldCommand {
  return HELD.some((verb) => verb === command.verb);
}

export function isOperation(command: Command): command is Operation {
  return OPERATIONS.some((verb) => verb === command.verb);
}

/** What a run hands in for its review: its criteria are met when the budget is kept. */
function reportOf({ budget }: Command): string {
  return budget === 'keep' ? 'it is done' : 'half of it';
}

async function performHeld({ store }: Bench, command: HeldCommand, proof: LeaseProof): Promise<Outcome> {
  switch (command.verb) {
    case 'heartbeat':
      return `until ${(await store.heartbeat(proof, { leaseFor: LEASE })).until}`;
    case 'report':
      return verdict(await store.report(proof, { tokens: command.tokens, text: null }));
    case 'complete':
      return (await store.complete(proof, { notes: 'ok' })).status;
    case 'fail':
      return (await store.fail(proof, { error: 'boom', class: command.class })).status;
    case 'review':
      return (await store.review(proof, { report: reportOf(command) })).task.status;
    case 'release':
      return (await store.release(proof, { reason: 'not mine' })).status;
    case 'block':
      return (await store.block(proof, { nextAction: 'ask' })).status;
  }
}

async function performFree(bench: Bench, command: FreeCommand, proofs: LeaseProof[]): Promise<Outcome> {
  const { store, clock } = bench;
  switch (command.verb) {
    case 'wait':
      clock.advance(command.ms);
      return null;
    case 'sweep': {
      const { requeued, exhausted } = await store.sweep({ limit: command.limit });
      return `${requeued} | ${exhausted}`;
    }
    case 'enforce':
      return verdict(await store.enforce(taskId(command.id), { tokens: command.tokens, text: null }));
    case 'enqueue':
      return (await store.enqueue(drafted(command))).status;
    case 'claim': {
      const task = await store.claim(command.holder, termsOf(command));
      if (task) proofs.unshift(task.lease);
      return task ? `${task.id} run ${task.run} until ${task.lease.until}` : 'nothing';
    }
  }
}

function drafted({ id, key, retries, priority }: Command): TaskDraft {
  return draft(id, { idempotencyKey: key, maxRetries: retries, priority });
}

function termsOf({ cap }: Command): ClaimTerms {
  return cap === null ? { leaseFor: LEASE } : { leaseFor: LEASE, maxInProgress: cap };
}

function operatorCommand({ verb, id: name, budget, when }: Operation): OperatorCommand {
  const told = { id: taskId(name), by: 'operator:random' };
  if (verb === 'cancel') return { kind: 'cancel', ...told };
  if (verb === 'replan') return { kind: 'replan', ...told, notes: 'other plan', retries: budget };
  if (verb === 'retry') return { kind: 'retry', ...told, when };
  return { kind: 'resolve', ...told, as: budget === 'keep' ? 'done' : 'failed', reason: 'by hand' };
}

function verdict({ action, applied }: GuardrailVerdict): string {
  return applied ? action : `${action}, not applied`;
}
