/** `orch show`: one task's fields and the history of its events. */
import type { Command } from 'commander';
import { NotFound } from '../errors.js';
import { onOneLine } from '../queue-md/cell.js';
import { formatInstant } from '../queue-md/zone.js';
import type { Store } from '../store/store.js';
import type { TaskEvent } from '../task/event.js';
import { eventSeq } from '../task/ids.js';
import type { Task, TaskId } from '../task/task.js';
import { idArgument } from './arguments.js';
import { withStore } from './with-store.js';
import { type Action, answer, type Bind, type Context } from './world.js';

const page = 1_000;

export function addShow(parent: Command, bind: Bind): void {
  parent
    .command('show')
    .description('show one task and its history')
    .requiredOption('--id <id>', 'the task', idArgument)
    .action(bind(show));
}

const show: Action<{ readonly id: TaskId }> = async ({ id }, context) => {
  const found = await withStore(context, { actor: 'operator:show', whenMissing: 'refuse' }, async (store) => {
    const task = await store.find(id);
    return task === null ? null : { task, events: await historyOf(store, id) };
  });
  if (found === null)
    throw new NotFound(`there is no task ${id}`, { hint: 'list the tasks with: orch list' });
  return answer(
    found,
    ({ task, events }) => [...taskLines(task), ...eventLines(events, context)].join('\n'),
    {
      taskId: id,
    },
  );
};

async function historyOf(store: Store, id: TaskId): Promise<readonly TaskEvent[]> {
  const events: TaskEvent[] = [];
  for (;;) {
    const next = await store.eventsAfter(events.at(-1)?.seq ?? eventSeq(0), { limit: page, taskId: id });
    events.push(...next);
    if (next.length < page) return events;
  }
}

function taskLines(task: Task): readonly string[] {
  return Object.entries(task).map(
    ([name, value]) =>
      `${name}: ${onOneLine(typeof value === 'object' ? JSON.stringify(value) : String(value))}`,
  );
}

function eventLines(events: readonly TaskEvent[], { config }: Context): readonly string[] {
  return events.map((event) => {
    const step = event.to === null ? '' : ` ${event.from ?? '(none)'} -> ${event.to}`;
    const data = onOneLine(JSON.stringify(event.data));
    const at = formatInstant(event.at, config.zone);
    return `event ${event.seq} ${at} run ${event.run} ${event.actor} ${event.type}${step} ${data}`;
  });
}
