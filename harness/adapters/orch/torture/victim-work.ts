/**
 * The work of a victim: every kind of call, drawn at random, on tasks of its own and of others. Each call says in
 * its texts which call of which victim it was, so that no two changes look alike.
 */
import {
  hasCode,
  type LeaseProof,
  milliseconds,
  type OperatorCommand,
  type Store,
  type TaskId,
  workerId,
} from '../../../../core/index.js';
import type { Random } from '../../../sim/random.js';
import { KINDS, type Kind, type Marks, mark, SWEEP_LIMIT } from './testimony.js';

/** A victim at work. */
export interface Work {
  readonly store: Store;
  readonly random: Random;
  readonly name: string;
  /** Leases it was given, the latest first; old ones make stale writers. */
  readonly proofs: LeaseProof[];
  /** Tasks it knows of, the latest first. */
  readonly ids: TaskId[];
}

/** How often each kind is drawn: more comes in and ends in good order than not, so that a store keeps moving. */
const DRAWN: readonly Kind[] = [...KINDS, 'enqueue', 'enqueue', 'claim', 'claim', 'complete', 'complete'];
const REMEMBERED = 6;
const LONGEST_LEASE_MS = 60;

export function drawKind({ random }: Work): Kind {
  return random.pick(DRAWN);
}

/** Carries out one call, the `nth` of its victim, and marks what the store acknowledged, refusals included. */
export async function carryOut(kind: Kind, nth: number, work: Work): Promise<Marks> {
  const { proofs, ids, random } = work;
  const words = `${work.name}/${nth}`;
  if (kind === 'enqueue') return enqueue(work, nth);
  if (kind === 'claim') return claim(work);
  if (kind === 'sweep') return sweep(work);
  if (kind === 'cancel' || kind === 'replan' || kind === 'retry' || kind === 'resolve') {
    if (ids.length === 0) return [];
    const id = random.pick(ids);
    return refusable(kind, id, () => operate(work, commandOf(kind, { id, by: `operator:${words}`, random })));
  }
  if (proofs.length === 0) return [];
  const proof = random.pick(proofs);
  return refusable(kind, proof.taskId, () => hold(work, { kind, proof, words }));
}

async function enqueue({ store, random, name, ids }: Work, nth: number): Promise<Marks> {
  const id = `${name}-${nth}` as TaskId;
  await store.enqueue({
    id,
    priority: random.pick(['P0', 'P1', 'P2']),
    task: 'x'.repeat(random.integer(2_000) + 1),
    successCriteria: 'it is done',
    idempotencyKey: random.pick([null, `key-${random.integer(8)}`]),
    maxRetries: random.integer(4),
  });
  remember(ids, id);
  return [mark('enqueue', id)];
}

async function claim({ store, random, name, proofs, ids }: Work): Promise<Marks> {
  const leaseFor = milliseconds(random.integer(LONGEST_LEASE_MS) + 1);
  const task = await store.claim(workerId(name), { leaseFor });
  if (task === null) return [];
  remember(proofs, task.lease);
  remember(ids, task.id);
  return [mark('claim', task.id, task.run)];
}

async function sweep({ store }: Work): Promise<Marks> {
  const { requeued, exhausted } = await store.sweep({ limit: SWEEP_LIMIT });
  return [
    ...requeued.map((id) => mark('sweep', id, 'PENDING')),
    ...exhausted.map((id) => mark('sweep', id, 'FAILED')),
  ];
}

interface HeldCall {
  readonly kind: Exclude<Kind, 'enqueue' | 'claim' | 'sweep' | OperatorCommand['kind']>;
  readonly proof: LeaseProof;
  readonly words: string;
}

async function hold({ store, random }: Work, { kind, proof, words }: HeldCall): Promise<Marks> {
  const { taskId: id } = proof;
  switch (kind) {
    case 'heartbeat': {
      const leaseFor = milliseconds(random.integer(LONGEST_LEASE_MS) + 1);
      return [mark(kind, id, (await store.heartbeat(proof, { leaseFor })).until)];
    }
    case 'report': {
      const tokens = random.integer(4_000);
      await store.report(proof, { tokens, text: null });
      return [mark(kind, id, tokens)];
    }
    case 'complete':
      await store.complete(proof, { notes: words });
      return [mark(kind, id, words)];
    case 'fail':
      await store.fail(proof, { error: words, class: random.pick(['transient', 'transient', 'permanent']) });
      return [mark(kind, id, words)];
    case 'block':
      await store.block(proof, { nextAction: words });
      return [mark(kind, id, words)];
    case 'release':
      await store.release(proof, { reason: words });
      return [mark(kind, id, words)];
  }
}

function commandOf(
  kind: OperatorCommand['kind'],
  { id, by, random }: { readonly id: TaskId; readonly by: string; readonly random: Random },
): OperatorCommand {
  switch (kind) {
    case 'cancel':
      return { kind, id, by };
    case 'replan':
      return { kind, id, by, notes: 'another plan', retries: random.pick(['keep', 'reset']) };
    case 'retry':
      return { kind, id, by, when: random.pick(['after-backoff', 'now']) };
    case 'resolve':
      return { kind, id, by, as: random.pick(['done', 'failed']), reason: 'by hand' };
  }
}

/** Whether a retry changed anything is not to be told from its answer; a resolution signs the notes. */
async function operate({ store }: Work, command: OperatorCommand): Promise<Marks> {
  const { id, notes } = await store.operate(command);
  if (command.kind === 'retry') return null;
  if (command.kind === 'resolve' && !notes.includes(command.by)) return [];
  return [mark(command.kind, id, command.by)];
}

/** A refusal that leaves an event is acknowledged like a change. */
async function refusable(kind: Kind, id: TaskId, call: () => Promise<Marks>): Promise<Marks> {
  try {
    return await call();
  } catch (error) {
    if (hasCode(error, 'LEASE_LOST')) return [mark(kind, id, 'stale_write_rejected')];
    if (hasCode(error, 'ILLEGAL_TRANSITION')) return [mark(kind, id, 'transition_rejected')];
    throw error;
  }
}

function remember<Item>(items: Item[], latest: Item): void {
  items.unshift(latest);
  items.splice(REMEMBERED);
}
