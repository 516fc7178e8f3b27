/** The ways in: one task, or many; each is added in a transaction of its own. */
import { CodedError } from '../errors.js';
import type { TaskDraft } from '../task/task.js';
import { added, oneTask } from './answers.js';
import { type AddTask, addTask, addTasks } from './bodies.js';
import { type Call, type Operation, type Parts, posting } from './operation.js';
import { problemOf } from './refusal.js';

const add = posting({
  name: 'addTask',
  path: '/v1/tasks',
  summary: 'Add a task',
  body: addTask,
  answer: oneTask,
  status: 201,
  refusals: ['DUPLICATE_ID'],
  run: async (call, parts) => ({ task: await enqueue(call.body, call, parts) }),
});

const addMany = posting({
  name: 'addTasks',
  path: '/v1/tasks/batch',
  summary: 'Add tasks one by one; each is answered for itself, in order',
  body: addTasks,
  answer: added,
  run: async (call, parts) => {
    const results: object[] = [];
    for (const given of call.body.tasks) {
      results.push(await enqueue(given, call, parts).then((task) => ({ task }), refusedFor(given.id)));
    }
    return { results };
  },
});

/** The endpoints that add tasks. */
export const entering: readonly Operation[] = [add, addMany];

function enqueue(given: AddTask, { traceparent }: Call<unknown, unknown>, parts: Parts) {
  const { idempotencyKey, maxRetries, dueAt, notes } = given;
  const draft: TaskDraft = {
    id: given.id,
    priority: given.priority,
    task: given.task,
    successCriteria: given.successCriteria,
    idempotencyKey: idempotencyKey ?? null,
    maxRetries: maxRetries ?? parts.maxRetries,
    dueAt: dueAt ?? null,
    notes: notes ?? '',
    traceparent: given.traceparent ?? traceparent,
  };
  return parts.ask((store) => store.enqueue(draft));
}

/** One task's refusal leaves the others alone; a bug ends the request. */
function refusedFor(id: string): (error: unknown) => object {
  return (error) => {
    if (error instanceof CodedError) return { id, problem: problemOf(error) };
    throw error;
  };
}
