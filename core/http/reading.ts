/** What can be seen without changing anything: tasks, events, and the whole at a glance. */
import { NotFound } from '../errors.js';
import { lastEventSeq } from '../queue-md/view.js';
import type { Store } from '../store/store.js';
import { eventSeq, taskId } from '../task/ids.js';
import type { Task, TaskId } from '../task/task.js';
import { events, oneTask, overview, tasks } from './answers.js';
import { eventsQuery, listQuery } from './bodies.js';
import { looking, type Operation } from './operation.js';

/** Most running tasks a glance shows. */
const MOST_SHOWN = 200;

const list = looking({
  name: 'listTasks',
  path: '/v1/tasks',
  summary: 'List tasks in the order they are picked',
  query: listQuery,
  answer: tasks,
  run: async ({ query: { status, priority, limit } }, parts) => {
    const ofStatus = status === undefined ? {} : { status };
    const ofPriority = priority === undefined ? {} : { priority };
    return { tasks: await parts.ask((store) => store.list({ ...ofStatus, ...ofPriority, limit })) };
  },
});

const show = looking({
  name: 'showTask',
  path: '/v1/tasks/{id}',
  summary: 'Show one task',
  query: null,
  answer: oneTask,
  refusals: ['NOT_FOUND'],
  run: async ({ id }, parts) => ({ task: await parts.ask((store) => present(store, taskId(id))) }),
});

const history = looking({
  name: 'listEventsOfTask',
  path: '/v1/tasks/{id}/events',
  summary: 'The history of one task, after a position',
  query: eventsQuery,
  answer: events,
  refusals: ['NOT_FOUND'],
  run: ({ id, query: { after, limit } }, parts) =>
    parts.ask(async (store) => {
      const found = await store.eventsAfter(eventSeq(after), { limit, taskId: taskId(id) });
      if (found.length === 0) await present(store, taskId(id));
      return { events: found };
    }),
});

const log = looking({
  name: 'listEvents',
  path: '/v1/events',
  summary: 'The log of everything the store did, after a position',
  query: eventsQuery,
  answer: events,
  run: async ({ query: { after, limit } }, parts) => ({
    events: await parts.ask((store) => store.eventsAfter(eventSeq(after), { limit })),
  }),
});

const glance = looking({
  name: 'overview',
  path: '/v1/overview',
  summary: 'The whole at a glance: counts, what runs for whom until when, how long work has waited',
  query: null,
  answer: overview,
  run: (_call, parts) =>
    parts.ask(async (store) => {
      // The event is read first, so that whoever follows the log from it misses nothing.
      const lastEvent = await lastEventSeq(store);
      const census = await store.census();
      const running = await store.list({ status: 'IN_PROGRESS', limit: MOST_SHOWN });
      const at = parts.clock.now();
      return { at, leaseForMs: parts.leaseFor, lastEvent, ...census, running: running.flatMap(runningLine) };
    }),
});

/** The endpoints that only look. */
export const reading: readonly Operation[] = [glance, list, show, history, log];

/** @throws NotFound */
async function present(store: Store, id: TaskId): Promise<Task> {
  const task = await store.find(id);
  if (task !== null) return task;
  throw new NotFound(`expected a task ${id}, found none`, { hint: 'list them: GET /v1/tasks' });
}

function runningLine(task: Task): readonly object[] {
  if (task.status !== 'IN_PROGRESS') return [];
  const { id, priority, run, retries, maxRetries, startedAt, lease } = task;
  const holding = { holder: lease.holder, leaseUntil: lease.until };
  return [{ id, priority, task: task.task, run, retries, maxRetries, startedAt, ...holding }];
}
