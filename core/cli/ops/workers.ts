/** `ops workers`: who works on what. */
import type { Command } from 'commander';
import { everyTask } from '../../queue-md/view.js';
import { formatMinute } from '../../queue-md/zone.js';
import type { InProgress, Priority, Task } from '../../task/task.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Worker {
  readonly owner: string;
  readonly byPriority: Readonly<Record<Priority, number>>;
  readonly ids: readonly string[];
  readonly oldestStartKst: string;
}

export function addWorkers(parent: Command, bind: Bind): void {
  parent.command('workers').description('list who holds which tasks').action(bind(workers));
}

const workers: Action<object> = async (_options, context) => {
  const tasks = await withStore(context, { actor: 'operator:workers', whenMissing: 'refuse' }, (store) =>
    everyTask(store, 'IN_PROGRESS'),
  );
  const running = tasks.filter(isInProgress);
  const owners = [...new Set(running.map((task) => task.lease.holder))].sort();
  const value = owners.map((owner) =>
    workerOf(owner, {
      tasks: running.filter((task) => task.lease.holder === owner),
      zone: context.config.zone,
    }),
  );
  return answer({ workers: value, inProgress: running.length }, (found) =>
    found.workers.length === 0
      ? 'workers: none'
      : [
          `workers_active=${found.workers.length} in_progress=${found.inProgress}`,
          ...found.workers.map(workerLine),
        ].join('\n'),
  );
};

function workerOf(
  owner: string,
  held: { readonly tasks: readonly InProgress[]; readonly zone: number },
): Worker {
  const count = (priority: Priority) => held.tasks.filter((task) => task.priority === priority).length;
  const oldest = held.tasks.reduce((one, other) => (other.startedAt < one.startedAt ? other : one));
  return {
    owner,
    byPriority: { P0: count('P0'), P1: count('P1'), P2: count('P2') },
    ids: held.tasks.map((task) => task.id),
    oldestStartKst: formatMinute(oldest.startedAt, held.zone),
  };
}

function workerLine({ owner, byPriority: { P0, P1, P2 }, ids, oldestStartKst }: Worker): string {
  return `${owner} tasks=${ids.length} p0=${P0} p1=${P1} p2=${P2} ids=${ids.join(',')} oldest_start=${oldestStartKst}`;
}

function isInProgress(task: Task): task is InProgress {
  return task.status === 'IN_PROGRESS';
}
