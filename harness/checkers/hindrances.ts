/** What kept actors from acting in time: they were held, or the store was locked before everybody. */
import type { FaultKind, History } from '../../gates/record/history.js';

/** Lines from the fault's start to its heal; `to` is infinite when it was never healed. */
export interface Hindrance {
  /** An actor without its incarnation, or `store`. */
  readonly target: string;
  readonly from: number;
  readonly to: number;
}

const HINDERING: ReadonlySet<FaultKind> = new Set(['pause', 'store-lock']);

/** Every hindrance of a history, in order of its start. */
export function hindrancesOf({ ops }: History): readonly Hindrance[] {
  const healedAt = new Map<string, number>();
  const found: Hindrance[] = [];
  for (const op of ops.toReversed()) {
    if (op.type === 'fault-heal') healedAt.set(op.fault.id, op.index);
    if (op.type !== 'fault-start' || !HINDERING.has(op.fault.kind)) continue;
    const { id, target } = op.fault;
    found.unshift({ target, from: op.index, to: healedAt.get(id) ?? Infinity });
  }
  return found;
}

/** Whether the actor was held up at any moment between two lines. */
export function isHindered(
  hindrances: readonly Hindrance[],
  window: { readonly actor: string; readonly from: number; readonly to: number },
): boolean {
  return hindrances.some(
    ({ target, from, to }) =>
      from < window.to && to > window.from && (target === 'store' || window.actor.startsWith(`${target}/`)),
  );
}
