/** `ops workers`: who works on what. */
import type { Command } from 'commander';
import { everyTask } from '../../queue-md/view.js';
import { formatMinute, type ZoneMinutes } from '../../queue-md/zone.js';
import type { InProgress, Priority, Task } from '../../task/task.js';
import type { EpochMs } from '../../time.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Worker {
  readonly owner: string;
  readonly byPriority: Readonly<Record<Priority, number>>;
  readonly ids: readonly string[];
  readonly oldestStartedAt: EpochMs;
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
    workerOf(
      owner,
      running.filter((task) => task.lease.holder === owner),
    ),
  );
  return answer({ workers: value, inProgress: running.length }, (found) =>
    found.workers.length === 0
      ? 'workers: none'
      : [
          `workers_active=${found.workers.length} in_progress=${found.inProgress}`,
          ...found.workers.map((worker) => workerLine(worker, context.config.zone)),
        ].join('\n'),
  );
};

function workerOf(owner: string, held: readonly InProgress[]): Worker {
  const count = (priority: Priority) => held.filter((task) => task.priority === priority).length;
  const oldest = held.reduce((one, other) => (other.startedAt < one.startedAt ? other : one));
  return {
    owner,
    byPriority: { P0: count('P0'), P1: count('P1'), P2: count('P2') },
    ids: held.map((task) => task.id),
    oldestStartedAt: oldest.startedAt,
  };
}

function workerLine({ owner, byPriority, ids, oldestStartedAt }: Worker, zone: ZoneMinutes): string {
  const { P0, P1, P2 } = byPriority;
  const oldestStart = formatMinute(oldestStartedAt, zone);
  return `${owner} tasks=${ids.length} p0=${P0} p1=${P1} p2=${P2} ids=${ids.join(',')} oldest_start=${oldestStart}`;
}

function isInProgress(task: Task): task is InProgress {
  return task.status === 'IN_PROGRESS';
}
