/** `orch list`: the queue in pick order, one line a task. */
import { type Command, Option } from 'commander';
import { onOneLine } from '../../queue-md/cell.js';
import { everyTask } from '../../queue-md/view.js';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../task/task.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Options {
  readonly status?: Status;
  readonly priority?: Priority;
}

export function addList(parent: Command, bind: Bind): void {
  parent
    .command('list')
    .description('list tasks in the order they are picked')
    .addOption(new Option('--status <status>', 'only of this state').choices(STATUSES))
    .addOption(new Option('--priority <priority>', 'only of this priority').choices(PRIORITIES))
    .action(bind(list));
}

const list: Action<Options> = async ({ status, priority }, context) => {
  const tasks = await withStore(context, { actor: 'operator:list', whenMissing: 'refuse' }, (store) =>
    everyTask(store, status),
  );
  const shown = tasks.filter((task) => priority === undefined || task.priority === priority);
  return answer({ tasks: shown }, (value) =>
    value.tasks
      .map((task) => [task.id, task.status, task.priority, onOneLine(task.task)].join('\t'))
      .join('\n'),
  );
};
