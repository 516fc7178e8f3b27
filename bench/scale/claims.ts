/** `node claims.js <path> <count>`: claims and completes so many tasks, one after the other, and prints its times. */
import { performance } from 'node:perf_hooks';
import { milliseconds, openStore, type Store, systemClock, workerId } from '../../core/index.js';

/** Times in ms, one a task, and the memory of the process at the end. */
export interface Claims {
  readonly claim: readonly number[];
  readonly both: readonly number[];
  readonly rssBytes: number;
}

/** Tasks worked on before the measurement, so that code is compiled and the head of the queue is read. */
const WARM_UP = 100;

async function measure(path: string, count: number): Promise<Claims> {
  const terms = { clock: systemClock, actor: 'worker:bench', whenMissing: 'refuse' } as const;
  const store = await openStore(path, { ...terms, durability: 'normal' });
  for (let nth = 0; nth < WARM_UP; nth += 1) await workOne(store);
  const times = [];
  for (let nth = 0; nth < count; nth += 1) times.push(await workOne(store));
  await store.close();
  return {
    claim: times.map(({ claim }) => claim),
    both: times.map(({ both }) => both),
    rssBytes: process.memoryUsage().rss,
  };
}

async function workOne(store: Store): Promise<{ readonly claim: number; readonly both: number }> {
  const startedAt = performance.now();
  const task = await store.claim(workerId('w1'), { leaseFor: milliseconds(60_000) });
  const claimedAt = performance.now();
  if (task === null) throw new Error('expected a task to claim, found none');
  await store.complete(task.lease, { notes: 'done' });
  return { claim: claimedAt - startedAt, both: performance.now() - startedAt };
}

const [path = '', count = '0'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await measure(path, Number(count)))}\n`);
