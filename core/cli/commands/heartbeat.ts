/** `orch heartbeat`: prolongs a claim. */
import type { Command } from 'commander';
import { formatInstant } from '../../queue-md/zone.js';
import { type ClaimOptions, proofOf, withClaimOptions } from '../options/claim-options.js';
import { withStore } from '../with-store.js';
import { type Action, answer, type Bind } from '../world.js';

export function addHeartbeat(parent: Command, bind: Bind): void {
  withClaimOptions(parent.command('heartbeat').description('prolong the claim on a task'))
    .option('--lease <duration>', 'how long the claim lives from now on')
    .action(bind(heartbeat));
}

const heartbeat: Action<ClaimOptions> = async (options, context) => {
  const { leaseFor, zone } = context.config;
  const terms = { actor: `worker:${options.ownerSession}`, whenMissing: 'refuse' } as const;
  const lease = await withStore(context, terms, (store) => store.heartbeat(proofOf(options), { leaseFor }));
  return answer(
    { id: options.id, leaseUntil: lease.until },
    (value) => `${value.id} lease until ${formatInstant(value.leaseUntil, zone)}`,
    { taskId: options.id },
  );
};
