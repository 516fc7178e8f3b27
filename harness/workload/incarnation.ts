/**
 * One life of an actor after the other: what ends one, and how a program goes through them, each from nothing.
 */
import type { Client } from './client.js';

/** The incarnation is over: its process was killed, its last call has no known outcome, or the run ends. */
export class IncarnationEnded extends Error {
  /** Whether the actor lives on and only does not know what its last call did. */
  readonly isInDoubt: boolean;

  constructor(
    client: string,
    because: 'was killed' | 'does not know what its last call did' | 'is sent home',
    { isInDoubt }: { readonly isInDoubt: boolean } = { isInDoubt: false },
  ) {
    super(`${client} ${because}`);
    this.name = 'IncarnationEnded';
    this.isInDoubt = isInDoubt;
  }
}

/**
 * Runs a program, incarnation after incarnation, until it ends by itself or the client is dismissed. One whose last
 * call is in doubt waits for `pauseMs` before it goes on: who gets no answers must not ask ever faster.
 */
export async function live(
  client: Client,
  program: (client: Client) => Promise<void>,
  { pauseMs }: { readonly pauseMs: number } = { pauseMs: 0 },
): Promise<void> {
  let waitMs = 0;
  while (!client.isDismissed) {
    try {
      await client.begin();
      if (waitMs > 0) await client.sleep(waitMs);
      waitMs = 0;
      await program(client);
      return;
    } catch (error) {
      if (!(error instanceof IncarnationEnded)) throw error;
      if (error.isInDoubt) waitMs = pauseMs;
    }
  }
}
