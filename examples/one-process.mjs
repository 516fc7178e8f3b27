/** One process: adds three tasks, works on them, and says how they ended. Run: node examples/one-process.mjs */
import { openStore, runWorker, systemClock } from 'gatehouse';

const location = 'db/one-process.db';
const store = await openStore(location, { clock: systemClock, actor: 'worker:demo', whenMissing: 'create' });

for (const [id, priority] of [
  ['TIDY', 'P2'],
  ['BUILD', 'P1'],
  ['FIX', 'P0'],
]) {
  await store.enqueue({ id, priority, task: `${id} the house`, successCriteria: 'it is done' });
}

await runWorker({
  store,
  location,
  holder: 'demo',
  until: 'idle',
  handle: async (task) => ({ kind: 'done', notes: `${task.task}: done in run ${task.run}` }),
  onEnding: (ending) => {
    if (ending.kind === 'settled')
      console.log(`${ending.task.id} ${ending.task.status}: ${ending.task.notes}`);
  },
});
await store.close();
