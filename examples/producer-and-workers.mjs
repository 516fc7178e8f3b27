/**
 * Three processes on one file: a producer adds ten tasks while two workers share them. No task runs twice.
 * Run: node examples/producer-and-workers.mjs
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { milliseconds, openStore, runWorker, systemClock, whenFree } from 'gatehouse';

const location = 'db/producer-and-workers.db';
const patience = { clock: systemClock, retries: 8, firstWait: milliseconds(20) };
const [, program, role] = process.argv;

const open = (actor) =>
  whenFree(() => openStore(location, { clock: systemClock, actor, whenMissing: 'create' }), patience);

async function work(name) {
  const store = await open(`worker:${name}`);
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort(new Error('no more work')));
  process.send('ready');
  await runWorker({
    store,
    location,
    holder: name,
    pollEvery: milliseconds(50),
    stop: stop.signal,
    handle: async (task) => {
      await systemClock.sleep(milliseconds(30));
      return { kind: 'done', notes: `worked on ${task.id}` };
    },
  });
  await store.close();
  process.disconnect();
}

async function produce() {
  const store = await open('caller:producer');
  const workers = ['w1', 'w2'].map((name) => fork(program, [name]));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  for (let count = 1; count <= 10; count += 1) {
    const draft = { id: `T-${count}`, priority: 'P1', task: `part ${count}`, successCriteria: 'it is done' };
    await whenFree(() => store.enqueue(draft), patience);
  }
  while ((await store.census()).byStatus.DONE < 10) await systemClock.sleep(milliseconds(50));
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map((worker) => once(worker, 'exit')));

  const tasks = await store.list({ limit: 100 });
  const runs = tasks.reduce((sum, { run }) => sum + run, 0);
  console.log(`${tasks.length} tasks done in ${runs} runs by two workers`);
  await store.close();
}

await (role === undefined ? produce() : work(role));
