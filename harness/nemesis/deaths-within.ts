/**
 * Actors that were told to die in the midst of a call, until the call ends. One that never got that far lives on, and
 * then its kill has not struck.
 */
import type { Completion } from '../../gates/record/history.js';
import type { PlannedFault } from '../scenario/plan.js';
import { Barrier } from '../workload/barrier.js';
import type { Client } from '../workload/client.js';

interface Awaited {
  readonly kill: PlannedFault;
  readonly over: Barrier;
  isStruck: boolean;
}

export class DeathsWithin {
  readonly #awaited = new Map<Client, Awaited>();

  /** The client's next answer tells; resolves when it has come. */
  async await(client: Client, kill: PlannedFault): Promise<'lives' | 'struck'> {
    const awaited = { kill, over: new Barrier(), isStruck: false };
    this.#awaited.set(client, awaited);
    await awaited.over.opened;
    return awaited.isStruck ? 'struck' : 'lives';
  }

  isAwaited(client: Client): boolean {
    return this.#awaited.has(client);
  }

  /** The answer has come; `strike` keeps down whoever died of the kill and not of something else. */
  async answered(
    client: Client,
    reply: Completion,
    strike: (client: Client, kill: PlannedFault) => Promise<void>,
  ): Promise<void> {
    const awaited = this.#awaited.get(client);
    this.#awaited.delete(client);
    try {
      if (awaited === undefined || !client.isUp || !hasDied(reply)) return;
      awaited.isStruck = true;
      await strike(client, awaited.kill);
    } finally {
      awaited?.over.open();
    }
  }
}

/** A death that says something is one of its own. */
function hasDied(reply: Completion): boolean {
  return reply.type === 'info' && reply.code === 'CRASH' && reply.says === undefined;
}
