/** Sweeps at an interval, whatever the last sweep answered: a watchdog that gives up is the fault it should find. */
import type { Client } from './client.js';

export async function watch(client: Client, terms: { readonly sweepMs: number }): Promise<void> {
  for (;;) {
    await client.sleep(terms.sweepMs);
    await client.call({ op: 'sweep', args: {} });
  }
}
