/** The ways in: one task, many that are each answered for themselves, or a series, all or none. */
import { CodedError } from '../errors.js';
import type { SeriesDraft } from '../store/store.js';
import type { TaskDraft } from '../task/task.js';
import { added, oneTask, tasks } from './answers.js';
import { addSeries, addTask, addTasks, type Draft } from './bodies.js';
import { type Call, type Operation, type Parts, posting } from './operation.js';
import { problemOf } from './refusal.js';

type AnyCall = Call<unknown, unknown>;

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
  summary: 'Add tasks; each is added or refused for itself, in order; one in bad form refuses them all',
  body: addTasks,
  answer: added,
  run: async (call, parts) => {
    const results = call.body.tasks.map((given) =>
      enqueue(given, call, parts).then((task) => ({ task }), refusedFor(given.id)),
    );
    return { results: await Promise.all(results) };
  },
});

const addInSeries = posting({
  name: 'addSeries',
  path: '/v1/series',
  summary: 'Add tasks under the next free numbers of a series, all or none',
  body: addSeries,
  answer: tasks,
  status: 201,
  run: async (call, parts) => {
    const drafts = call.body.tasks.map((given) => draftOf(given, call, parts));
    return { tasks: await parts.ask((store) => store.enqueueSeries(call.body.prefix, drafts)) };
  },
});

/** The endpoints that add tasks. */
export const entering: readonly Operation[] = [add, addMany, addInSeries];

function enqueue(given: Draft & { readonly id: string }, call: AnyCall, parts: Parts) {
  const draft: TaskDraft = { ...draftOf(given, call, parts), id: given.id };
  return parts.ask((store) => store.enqueue(draft));
}

function draftOf(given: Draft, { traceparent }: AnyCall, { maxRetries }: Parts): SeriesDraft {
  return {
    priority: given.priority,
    task: given.task,
    successCriteria: given.successCriteria,
    idempotencyKey: given.idempotencyKey ?? null,
    maxRetries: given.maxRetries ?? maxRetries,
    dueAt: given.dueAt ?? null,
    notes: given.notes ?? '',
    traceparent: given.traceparent ?? traceparent,
  };
}

/** One task's refusal leaves the others alone; a bug ends the request. */
function refusedFor(id: string): (error: unknown) => object {
  return (error) => {
    if (error instanceof CodedError) return { id, problem: problemOf(error) };
    throw error;
  };
}
