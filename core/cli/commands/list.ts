/** `orch list`: the queue in pick order, one line a task. */
import { type Command, Option } from 'commander';
import { onOneLine } from '../../queue-md/cell.js';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../task/task.js';
import { limitArgument } from '../options/arguments.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Options {
  readonly status?: Status;
  readonly priority?: Priority;
  readonly limit?: number;
}

export function addList(parent: Command, bind: Bind): void {
  parent
    .command('list')
    .description('list tasks in the order they are picked')
    .addOption(new Option('--status <status>', 'only of this state').choices(STATUSES))
    .addOption(new Option('--priority <priority>', 'only of this priority').choices(PRIORITIES))
    .option('--limit <n>', 'so many tasks at most', limitArgument)
    .action(bind(list));
}

const list: Action<Options> = async ({ limit = Number.MAX_SAFE_INTEGER, ...chosen }, context) => {
  const tasks = await withStore(context, { actor: 'operator:list', whenMissing: 'refuse' }, (store) =>
    store.list({ ...chosen, limit }),
  );
  return answer({ tasks }, (value) =>
    value.tasks
      .map((task) => [task.id, task.status, task.priority, onOneLine(task.task)].join('\t'))
      .join('\n'),
  );
};
