/**
 * `node worker.js <path> <name> <callers>`: says `ready`, waits for a line, then claims and completes until nothing is
 * left to claim. Prints what it did as JSON. A busy store is waited for by `whenFree`, as our own programs do.
 */
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import {
  hasCode,
  milliseconds,
  openStore,
  type Store,
  systemClock,
  whenFree,
  workerId,
} from '../../core/index.js';

/** What one process did. */
export interface Worked {
  readonly completed: number;
  /** Of each claim in ms, with the waits for a busy store. */
  readonly claims: readonly number[];
  /** From the start to the last completion. */
  readonly spanMs: number;
  /** Claims and completions that found the store busy after all tries. */
  readonly givenUp: number;
  /** Messages of errors that are none of our refusals. */
  readonly rawErrors: readonly string[];
}

interface Tally {
  completed: number;
  givenUp: number;
  readonly claims: number[];
  readonly rawErrors: string[];
}

/** About four seconds of waiting, in growing steps. */
const PATIENCE = { clock: systemClock, retries: 260, firstWait: milliseconds(1) };
const LEASE = milliseconds(600_000);

async function work(store: Store, name: string, callers: number): Promise<Worked> {
  const tally: Tally = { completed: 0, givenUp: 0, claims: [], rawErrors: [] };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: callers }, () => drain(store, name, tally)));
  return { ...tally, spanMs: performance.now() - startedAt };
}

async function drain(store: Store, name: string, tally: Tally): Promise<void> {
  for (;;) {
    try {
      const startedAt = performance.now();
      const task = await whenFree(() => store.claim(workerId(name), { leaseFor: LEASE }), PATIENCE);
      tally.claims.push(performance.now() - startedAt);
      if (task === null) return;
      await whenFree(() => store.complete(task.lease, { notes: 'done' }), PATIENCE);
      tally.completed += 1;
    } catch (error) {
      if (hasCode(error, 'BUSY')) tally.givenUp += 1;
      else {
        tally.rawErrors.push(String(error));
        return;
      }
    }
  }
}

const [path = '', name = '', callers = '1'] = process.argv.slice(2);
const commits = Number(callers) > 1 ? 'grouped' : 'each';
const terms = { clock: systemClock, actor: `worker:${name}`, whenMissing: 'refuse' } as const;
const store = await openStore(path, { ...terms, durability: 'normal', commits });
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const worked = await work(store, name, Number(callers));
await store.close();
process.stdout.write(`${JSON.stringify(worked)}\n`, () => process.exit(0));
