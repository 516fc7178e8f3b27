/** `orch show`: one task's fields and the history of its events. */
import type { Command } from 'commander';
import { NotFound } from '../../errors.js';
import { onOneLine } from '../../queue-md/cell.js';
import type { Task, TaskId } from '../../task/task.js';
import { eventLine, readEvents } from '../event-log.js';
import { idArgument } from '../options/arguments.js';
import { shownField } from '../shown-instants.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind, type Context } from '../world.js';

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
    if (task === null) throw new NotFound(`expected a task ${id}, found none`);
    const events = await readEvents(store, { taskId: id });
    return { task, tokensOfAllRuns: await store.tokensCharged({ taskId: id }), events };
  });
  return answer(
    found,
    ({ task, tokensOfAllRuns, events }) =>
      [
        ...taskLines(task, context),
        `tokensOfAllRuns: ${tokensOfAllRuns}`,
        ...events.map((event) => eventLine(event, context)),
      ].join('\n'),
    {
      taskId: id,
    },
  );
};

function taskLines(task: Task, { config }: Context): readonly string[] {
  return Object.entries(task).map(
    ([name, value]) => `${name}: ${onOneLine(shownField(name, value, config.zone))}`,
  );
}
