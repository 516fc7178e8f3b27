/** plainjob on better-sqlite3, at its documented settings: one worker, the shortest poll. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { better, defineQueue, defineWorker, JobStatus } from 'plainjob';
import { payload } from '../../dist/bench/subject.js';

const nothing = () => undefined;
const quiet = { error: nothing, warn: nothing, info: nothing, debug: nothing };

export function open(folder, mode) {
  const db = new Database(join(folder, 'plainjob.sqlite'));
  const queue = defineQueue({ connection: better(db), logger: quiet });
  if (mode === 'full') db.pragma('synchronous = full');
  const done = () => queue.countJobs({ type: 'noop', status: JobStatus.Done });
  return {
    width: 1,
    addOne: (index) => queue.add('noop', payload(index)),
    addMany: (from, to) =>
      queue.addMany(
        'noop',
        Array.from({ length: to - from }, (_, nth) => payload(from + nth)),
      ),
    async drain(count) {
      let settled = 0;
      const { promise, resolve } = deferred();
      const onCompleted = () => {
        settled += 1;
        if (settled === count) resolve();
      };
      const worker = defineWorker('noop', async () => undefined, {
        queue,
        logger: quiet,
        pollIntervall: 1,
        onCompleted,
      });
      void worker.start();
      await promise;
      await worker.stop();
    },
    done,
    close: () => queue.close(),
  };
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
