/** What an operator and a watchdog do: cancel, replan, retry, resolve, sweep. */
import { taskId } from '../task/ids.js';
import { oneTask, swept } from './answers.js';
import { cancel, replan, resolve, retry, sweep } from './bodies.js';
import { type Operation, posting } from './operation.js';

const refusals = ['NOT_FOUND', 'ILLEGAL_TRANSITION'] as const;

const stop = posting({
  name: 'cancel',
  path: '/v1/tasks/{id}/cancel',
  summary: 'Block a task that waits or runs',
  body: cancel,
  answer: oneTask,
  refusals,
  run: async ({ id, body: { by } }, parts) => ({
    task: await parts.ask((store) => store.operate({ kind: 'cancel', id: taskId(id), by })),
  }),
});

const planAgain = posting({
  name: 'replan',
  path: '/v1/tasks/{id}/replan',
  summary: 'Block a running task, or return another one to the queue',
  body: replan,
  answer: oneTask,
  refusals,
  run: async ({ id, body: { by, notes, retries } }, parts) => ({
    task: await parts.ask((store) => store.operate({ kind: 'replan', id: taskId(id), by, notes, retries })),
  }),
});

const runAgain = posting({
  name: 'retry',
  path: '/v1/tasks/{id}/retry',
  summary: 'Return a failed or blocked task to the queue',
  body: retry,
  answer: oneTask,
  refusals,
  run: async ({ id, body: { by, when } }, parts) => ({
    task: await parts.ask((store) => store.operate({ kind: 'retry', id: taskId(id), by, when })),
  }),
});

const settleByHand = posting({
  name: 'resolve',
  path: '/v1/tasks/{id}/resolve',
  summary: 'Settle a task by hand, as DONE or as FAILED for good: its work was done, or given up, elsewhere',
  body: resolve,
  answer: oneTask,
  refusals,
  run: async ({ id, body }, parts) => ({
    task: await parts.ask((store) => store.operate({ kind: 'resolve', id: taskId(id), ...body })),
  }),
});

const pass = posting({
  name: 'sweep',
  path: '/v1/sweep',
  summary: 'Return expired and retryable tasks to the queue: one bounded pass of the watchdog',
  body: sweep,
  answer: swept,
  run: ({ body: { limit } }, parts) => parts.ask((store) => store.sweep({ limit })),
});

/** The endpoints of operators and watchdogs. */
export const operating: readonly Operation[] = [stop, planAgain, runAgain, settleByHand, pass];
