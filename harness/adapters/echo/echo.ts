/**
 * The smallest adapter, the example to copy: a queue in memory with leases and fences, as `docs/protocol.md` asks.
 * It shares nothing but types with the harness. One process is one store, so it declares no `multi-process`.
 */
import { createInterface } from 'node:readline';
import type { Arguments, TaskRow } from '../../../gates/record/history.js';

type Entry = { -readonly [Field in keyof TaskRow]: TaskRow[Field] };
type Asked<Op extends keyof Arguments> = Arguments[Op] & { readonly now: number };

/** A refusal by its code: the operation was not done. */
class Refused extends Error {}

const queue = new Map<string, Entry>();

/** The entry, if the caller's fence is the highest and its lease is alive. */
function held({ task, fence, now }: Asked<'heartbeat' | 'complete' | 'fail'>): Entry {
  const entry = queue.get(task);
  if (entry?.status !== 'IN_PROGRESS') throw new Refused('ILLEGAL_TRANSITION');
  if (entry.run !== fence || now >= (entry.leaseUntil ?? 0)) throw new Refused('LEASE_LOST');
  return entry;
}

function release(entry: Entry, status: Entry['status'], notes = entry.notes): null {
  Object.assign(entry, { status, notes, owner: null, leaseUntil: null });
  return null;
}

const operations = {
  hello: () => ({ name: 'echo', version: '1.0.0', capabilities: ['lease', 'fencing', 'virtual-time'] }),
  setup: () => null,
  enqueue({ task: submitted, now }: Asked<'enqueue'>) {
    const { id, priority, maxRetries = 3, idempotencyKey = null } = submitted;
    if (queue.has(id)) throw new Refused('DUPLICATE_ID');
    const fresh = { run: 0, retries: 0, owner: null, leaseUntil: null, availableAt: now, notes: '' };
    queue.set(id, { task: id, status: 'PENDING', priority, maxRetries, idempotencyKey, ...fresh });
    return { task: id };
  },
  claim({ worker, leaseMs, now }: Asked<'claim'>) {
    const entry = [...queue.values()].find(({ status }) => status === 'PENDING');
    if (entry === undefined) return null;
    const leaseUntil = now + leaseMs;
    Object.assign(entry, { status: 'IN_PROGRESS', run: entry.run + 1, owner: worker, leaseUntil });
    return {
      task: entry.task,
      run: entry.run,
      fence: entry.run,
      leaseUntil,
      idempotencyKey: entry.idempotencyKey,
    };
  },
  heartbeat(asked: Asked<'heartbeat'>) {
    const leaseUntil = asked.now + asked.leaseMs;
    held(asked).leaseUntil = leaseUntil;
    return { leaseUntil };
  },
  complete: (asked: Asked<'complete'>) => release(held(asked), 'DONE', asked.notes),
  fail: (asked: Asked<'fail'>) => release(held(asked), 'FAILED', asked.error),
  sweep({ now }: Asked<'sweep'>) {
    const lost = [...queue.values()].filter(({ leaseUntil }) => leaseUntil !== null && leaseUntil <= now);
    for (const entry of lost) release(entry, 'PENDING');
    return { requeued: lost.map(({ task }) => task), exhausted: [] };
  },
  list: () => [...queue.values()],
  close: () => null,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, op, now, args } = JSON.parse(line);
  let reply: object;
  try {
    const operation = Object.hasOwn(operations, op) ? operations[op as keyof typeof operations] : undefined;
    if (operation === undefined) throw new Refused('UNSUPPORTED');
    reply = { id, ok: true, value: operation({ ...args, now }) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    reply = { id, ok: false, error: { code: error.message, message: `${op} is refused`, retryable: false } };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
  if (op === 'close') break;
}
// An input that is open keeps the process from ending by itself.
process.stdin.destroy();
