/** `ops status`: how many tasks there are in each state, and what the states hide. */
import type { Command } from 'commander';
import { onOneLine } from '../../queue-md/cell.js';
import { everyTask } from '../../queue-md/view.js';
import { formatMinute } from '../../queue-md/zone.js';
import type { Census } from '../../store/store.js';
import type { Task } from '../../task/task.js';
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
  readonly startedAtKst: string;
}

export function addStatus(parent: Command, bind: Bind): void {
  parent
    .command('status')
    .description('count tasks by state')
    .option('--verbose', 'also what a person has to do for each failed or blocked task')
    .option('--top <n>', 'lines of tasks in progress (ORCH_TOP_IN_PROGRESS)')
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
        .flatMap((task) => (task.status === 'IN_PROGRESS' ? [topLine(task, config.zone)] : []));
      return { census, topInProgress, nextActions: waiting.flatMap(nextActionOf) };
    },
  );
  return answer(value, statusText);
};

function topLine(task: Task & { readonly status: 'IN_PROGRESS' }, zone: number): TopLine {
  const startedAtKst = formatMinute(task.startedAt, zone);
  return { id: task.id, priority: task.priority, owner: task.lease.holder, startedAtKst };
}

function nextActionOf(task: Task): StatusValue['nextActions'] {
  return task.nextAction === null ? [] : [{ id: task.id, status: task.status, nextAction: task.nextAction }];
}

function statusText({ census, topInProgress, nextActions }: StatusValue): string {
  const { byStatus } = census;
  const order = ['PENDING', 'IN_PROGRESS', 'BLOCKED', 'FAILED', 'DONE'] as const;
  return [
    `summary ${order.map((name) => `${name}=${byStatus[name]}`).join(' ')}`,
    `within pending_waiting=${census.waiting} in_progress_expired=${census.expired} ` +
      `failed_final=${census.failedFinal} done_skipped=${census.skipped}`,
    topInProgress.length === 0 ? 'top_in_progress: none' : 'top_in_progress:',
    ...topInProgress.map(
      ({ id, priority, owner, startedAtKst }) => `  ${id} ${priority} ${owner} ${startedAtKst}`,
    ),
    ...nextActions.map(({ id, status: state, nextAction }) => `next ${id} ${state} ${onOneLine(nextAction)}`),
  ].join('\n');
}
