/**
 * A handler of your own that spends tokens: a run that fails is tried again, and the budget of the task stops the third.
 * Run: node examples/handler-with-budget.mjs
 */
import { milliseconds, openStore, runWorker, systemClock } from 'gatehouse';

const store = await openStore('db/handler-with-budget.db', {
  clock: systemClock,
  actor: 'worker:writer',
  whenMissing: 'create',
  taskBudget: { softTokens: 1_000, hardTokens: 1_500 },
  backoff: [milliseconds(50)],
});
await store.enqueue({ id: 'POEM', priority: 'P1', task: 'write a poem', successCriteria: 'it rhymes' });

const write = async (task) => {
  const report = { tokens: 600, text: null };
  console.log(`run ${task.run} spends ${report.tokens} tokens`);
  return { kind: 'failed', error: `draft ${task.run} does not rhyme`, class: 'transient', report };
};

// What a watchdog does (orch watchdog, or this loop): tasks that failed go back to the queue when their wait is over.
let task = null;
do {
  await runWorker({ store, holder: 'writer', until: 'idle', pollEvery: milliseconds(20), handle: write });
  await store.sweep({ limit: 10 });
  [task] = await store.list({ limit: 1 });
} while (task.status === 'PENDING');

const spent = await store.tokensCharged({ taskId: task.id });
console.log(`${task.id} is ${task.status} after ${spent} tokens; next: ${task.nextAction}`);
await store.close();
