/** liteque, at its documented settings. It brings the older SQLite driver that it works with. */
import { join } from 'node:path';
import { buildDBClient, Runner, SqliteQueue } from 'liteque';
import { payload } from '../../dist/bench/subject.js';

export function open(folder, mode) {
  const client = buildDBClient(join(folder, 'liteque.sqlite'), { runMigrations: true, walEnabled: true });
  const raw = client.$client ?? client.session.client;
  if (mode === 'full') raw.pragma('synchronous = full');
  const queue = new SqliteQueue('noop', client, { defaultJobArgs: { numRetries: 2 }, keepFailedJobs: false });
  let done = 0;
  const handlers = {
    run: async () => undefined,
    onComplete: async () => {
      done += 1;
    },
    onError: async () => undefined,
  };
  return {
    width: 1,
    addOne: (index) => queue.enqueue(payload(index)),
    async drain() {
      const runner = new Runner(queue, handlers, { concurrency: 1, pollIntervalMs: 1, timeoutSecs: 60 });
      await runner.runUntilEmpty();
    },
    done: () => done,
    close: () => raw.close(),
  };
}
