/** `orch pick`: claims the next task by hand and prints what its holder must show afterwards. */
import type { Command } from 'commander';
import { claimOrSayWhy } from '../../engine/claim.js';
import { dayBudget } from '../../engine/day-budget.js';
import { formatInstant } from '../../queue-md/zone.js';
import type { Store } from '../../store/store.js';
import type { WorkerId } from '../../task/task.js';
import { holderArgument } from '../options/arguments.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind, type Context } from '../world.js';

interface Options {
  readonly ownerSession: WorkerId;
}

export function addPick(parent: Command, bind: Bind): void {
  parent
    .command('pick')
    .description('claim the next task; prints its id and the token that done, fail and heartbeat need')
    .requiredOption('--owner-session <name>', 'who works on it', holderArgument)
    .option('--lease <duration>', 'how long the claim lives without a heartbeat')
    .action(bind(pick));
}

const pick: Action<Options> = async ({ ownerSession }, context) => {
  const actor = `worker:${ownerSession}`;
  return withStore(context, { actor, whenMissing: 'refuse' }, (store) => claim(store, ownerSession, context));
};

async function claim(store: Store, holder: WorkerId, { config, world }: Context) {
  const { dayBudget: budget, zone, leaseFor, maxWorkers: maxInProgress } = config;
  const day = { store, clock: world.clock, zone, onState: () => undefined };
  const dayLeft = budget === null ? null : dayBudget({ ...day, budget });
  const terms = { leaseFor, maxInProgress, dayLeft };
  const { task, reason } = await claimOrSayWhy(store, holder, terms);
  if (task === null) {
    return answer({ id: null, reason }, () => `NOOP ${reason === 'no_pending' ? 'no pending task' : reason}`);
  }
  const value = {
    id: task.id,
    token: task.lease.fence,
    ownerSession: holder,
    leaseUntil: task.lease.until,
    task,
  };
  return answer(
    value,
    ({ id, token }) => `${id}\t${token}\tlease until ${formatInstant(task.lease.until, zone)}`,
    { taskId: task.id },
  );
}
