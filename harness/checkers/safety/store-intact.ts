/**
 * INV-17: the store is sound. Its engine finds no damaged page and no row that refers to a task that does not exist,
 * and whatever else it can hold itself to is kept, at the end of the run, after every kill and restart: such damage
 * does not mend by itself, so one look finds it.
 */
import type { FinalState, History } from '../../../gates/record/history.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** The store's own checks have nothing to say. */
export const storeIntact: Checker = {
  invariant: 'INV-17',
  name: 'store-intact',
  needs: null,
  check: (history, final) =>
    judged(accusations(history, final), {
      exposure: final.integrity === undefined ? 0 : storesAndKills(history),
      lacking: "nobody can ask this system's store about itself",
    }),
};

function* accusations(history: History, { integrity = [] }: FinalState): Iterable<Accusation> {
  const [first] = integrity;
  if (first === undefined) return;
  const more = integrity.length > 1 ? `, and ${integrity.length - 1} more` : '';
  const lastLine = history.ops.slice(-1).map((op) => op.index);
  yield accusation(`the store is damaged: ${first}${more}`, lastLine);
}

/** The store, and each actor that was killed on it: every one may have left it half-written. */
function storesAndKills({ ops }: History): number {
  return 1 + ops.filter((op) => op.type === 'fault-start' && op.fault.kind === 'kill').length;
}
