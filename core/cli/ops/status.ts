/** `ops status`: how many tasks there are in each state, and what the states hide. */
import type { Command } from 'commander';
import { onOneLine } from '../../queue-md/cell.js';
import { everyTask } from '../../queue-md/view.js';
import { formatMinute, type ZoneMinutes } from '../../queue-md/zone.js';
import type { Census } from '../../store/store.js';
import type { InProgress, Task } from '../../task/task.js';
import type { EpochMs } from '../../time.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

interface Options {
  readonly verbose?: true;
}

interface StatusValue {
  readonly census: Census;
  readonly topInProgress: readonly TopLine[];
  /** What a person has to do, with `--verbose`. */
  readonly nextActions: readonly {
    readonly id: string;
    readonly status: string;
    readonly nextAction: string;
  }[];
}

interface TopLine {
  readonly id: string;
  readonly priority: string;
  readonly owner: string;
  readonly startedAt: EpochMs;
}

export function addStatus(parent: Command, bind: Bind): void {
  parent
    .command('status')
    .description('count tasks by state')
    .option('--verbose', 'also what a person has to do for each failed or blocked task')
    .option('--top <n>', 'lines of tasks in progress')
    .action(bind(status));
}

const status: Action<Options> = async ({ verbose }, context) => {
  const { config } = context;
  const value = await withStore(
    context,
    { actor: 'operator:status', whenMissing: 'refuse' },
    async (store) => {
      const census = await store.census();
      const running = await store.list({ status: 'IN_PROGRESS', limit: Math.max(1, config.topInProgress) });
      const waiting =
        verbose === true
          ? [...(await everyTask(store, 'FAILED')), ...(await everyTask(store, 'BLOCKED'))]
          : [];
      const topInProgress = running
        .slice(0, config.topInProgress)
        .flatMap((task) => (task.status === 'IN_PROGRESS' ? [topLine(task)] : []));
      return { census, topInProgress, nextActions: waiting.flatMap(nextActionOf) };
    },
  );
  return answer(value, (found) => statusText(found, config.zone));
};

function topLine({ id, priority, lease, startedAt }: InProgress): TopLine {
  return { id, priority, owner: lease.holder, startedAt };
}

function nextActionOf(task: Task): StatusValue['nextActions'] {
  return task.nextAction === null ? [] : [{ id: task.id, status: task.status, nextAction: task.nextAction }];
}

function statusText({ census, topInProgress, nextActions }: StatusValue, zone: ZoneMinutes): string {
  const { byStatus } = census;
  const order = ['PENDING', 'IN_PROGRESS', 'BLOCKED', 'FAILED', 'DONE'] as const;
  return [
    `summary ${order.map((name) => `${name}=${byStatus[name]}`).join(' ')}`,
    `within pending_waiting=${census.waiting} in_progress_expired=${census.expired} ` +
      `failed_final=${census.failedFinal} done_skipped=${census.skipped}`,
    topInProgress.length === 0 ? 'top_in_progress: none' : 'top_in_progress:',
    ...topInProgress.map(
      ({ id, priority, owner, startedAt }) => `  ${id} ${priority} ${owner} ${formatMinute(startedAt, zone)}`,
    ),
    ...nextActions.map(({ id, status: state, nextAction }) => `next ${id} ${state} ${onOneLine(nextAction)}`),
  ].join('\n');
}
