/**
 * What clocks may be off by while something is held. A fault of a clock counts from its start to its heal, and on until
 * the calls that its target had begun by then have ended: they may have read the clock before. Nothing here accuses.
 */
import type { History } from '../../gates/record/history.js';
import { callsOf } from './calls.js';
import { nameOf } from './ops.js';

/** What a clock was off by between two lines, ms; less than 0: behind. */
interface Offset {
  readonly byMs: number;
  readonly from: number;
  readonly to: number;
}

const known = new WeakMap<History, readonly Offset[]>();

/** The most that the clocks of two actors may have differed by at any moments between two lines, ms. */
export function skewWithin(history: History, window: { readonly from: number; readonly to: number }): number {
  let behind = 0;
  let ahead = 0;
  for (const { byMs, from, to } of offsetsOf(history)) {
    if (from > window.to || to < window.from) continue;
    behind = Math.min(behind, byMs);
    ahead = Math.max(ahead, byMs);
  }
  return ahead - behind;
}

function offsetsOf(history: History): readonly Offset[] {
  const found = known.get(history) ?? readOffsets(history);
  known.set(history, found);
  return found;
}

function readOffsets(history: History): readonly Offset[] {
  const healedAt = new Map<string, number>();
  const found: Offset[] = [];
  for (const op of history.ops.toReversed()) {
    if (op.type === 'fault-heal') healedAt.set(op.fault.id, op.index);
    if (op.type !== 'fault-start' || op.fault.byMs === undefined) continue;
    const { id, target, byMs } = op.fault;
    const heal = healedAt.get(id) ?? Infinity;
    found.push({ byMs, from: op.index, to: lastEnd(history, { target, heal }) });
  }
  return found;
}

/** The line by which the last call that the target had begun before the heal has ended. */
function lastEnd(
  history: History,
  { target, heal }: { readonly target: string; readonly heal: number },
): number {
  let last = heal;
  for (const { actor, invoke, end } of callsOf(history)) {
    if (invoke > heal) break;
    if (end > last && nameOf(actor) === target) last = end;
  }
  return last;
}
