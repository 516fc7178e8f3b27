/** The loop of the two commands that run a real command per task: what it claims, what it says, and how it sums up. */
import { type DayState, dayBudget } from '../../engine/day-budget.js';
import { dispatch, type Launch } from '../../engine/dispatcher.js';
import { formatMinute } from '../../queue-md/zone.js';
import type { Census, Store } from '../../store/store.js';
import { type Answer, answer, type Context } from '../world.js';
import { bucketOf, endingAnswer } from './ending-answer.js';
import type { LoopLog } from './loop-log.js';
import type { RunOptions } from './run-options.js';

/** Claims and launches until told to stop or done; prints each ending, answers with the sum. */
export async function runLoop(
  run: {
    readonly options: RunOptions;
    readonly slots: number;
    readonly launch: Launch;
    readonly log: LoopLog;
    /** When aborted, nothing more is claimed. */
    readonly stop: AbortSignal;
  },
  store: Store,
  context: Context,
): Promise<Answer> {
  const { config, world } = context;
  const budget = dayBudgetOf(store, context);
  let full = false;
  const endings = { done: 0, failed: 0, blocked: 0, lost: 0, returned: 0 };
  await dispatch({
    store,
    clock: world.clock,
    holder: run.options.ownerSession,
    launch: (task) => {
      run.log.claimed(task);
      return run.launch(task);
    },
    leaseFor: config.leaseFor,
    pollEvery: config.dispatchEvery,
    slots: run.slots,
    maxInProgress: config.maxWorkers,
    onFull: (census) => {
      full = true;
      context.notice(fullNotice(census));
    },
    ...(budget === null ? {} : { mayClaim: budget }),
    maxTasks: run.options.maxTasks ?? null,
    ...(run.options.maxTicks === undefined ? {} : { maxTicks: run.options.maxTicks }),
    until: run.options.untilIdle === true ? 'idle' : 'stopped',
    stop: run.stop,
    onEnding: async (ending, task) => {
      await run.log.ended(ending, task, store);
      endings[bucketOf(ending)] += 1;
      context.emit(await endingAnswer(ending, store));
    },
    onTrouble: (error) => context.notice(error.message),
  });
  const worked = Object.values(endings).reduce((sum, count) => sum + count, 0);
  const reason = worked === 0 && full ? 'at_capacity' : null;
  return answer({ worked, ...endings, reason }, (sum) => {
    if (sum.worked === 0) return sum.reason === null ? 'NOOP' : `NOOP ${sum.reason}`;
    return `worked=${sum.worked} done=${sum.done} failed=${sum.failed} blocked=${sum.blocked} lost=${sum.lost} returned=${sum.returned}`;
  });
}

/** Why work that waits is not begun, and who can change that. */
function fullNotice({ byStatus, expired }: Census): string {
  const found = `at_capacity: ${byStatus.IN_PROGRESS} in progress`;
  return expired === 0
    ? `${found}; ORCH_MAX_WORKERS allows no more at once`
    : `${found}, ${expired} of them with an expired lease; run orch watchdog`;
}

/** What asks before every claim whether the day has tokens left; null when there is no budget a day. */
function dayBudgetOf(store: Store, { config, world, notice }: Context): (() => Promise<boolean>) | null {
  const { dayBudget: budget, zone } = config;
  if (budget === null) return null;
  const onState = ({ state, spent, until }: DayState) =>
    notice(
      state === 'above-soft'
        ? `${spent} tokens are used today, above the soft limit of ${budget.softTokens}`
        : `the day's budget of ${budget.hardTokens} tokens is used up (${spent}); no more claims before ${formatMinute(until, zone)}`,
    );
  return dayBudget({ store, clock: world.clock, zone, budget, onState });
}
