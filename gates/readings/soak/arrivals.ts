/** The load of a soak. */
import type { Run } from '../../replay/run.js';

/** Acknowledged submissions. */
export function arrivalsIn({ calls }: Run): number {
  return calls.filter(({ op, outcome }) => op === 'enqueue' && outcome === 'ok').length;
}
