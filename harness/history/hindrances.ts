/** What kept actors from acting in time: they were held, slow or cut off, the store refused, or a clock was off. */
import type { FaultKind, History } from '../../gates/record/history.js';

/** Lines from the fault's start to its heal; `to` is infinite when it was never healed. */
export interface Hindrance {
  /** An actor without its incarnation, or `store`: everybody. */
  readonly target: string;
  readonly from: number;
  readonly to: number;
}

/** A clock that is off hinders everybody: whoever reads it may take a lease from another too early. */
const HINDERED: Partial<Readonly<Record<FaultKind, 'its target' | 'everybody'>>> = {
  pause: 'its target',
  slow: 'its target',
  'io-error': 'its target',
  'reply-lost': 'its target',
  'store-lock': 'everybody',
  'store-full': 'everybody',
  'slow-disk': 'everybody',
  'clock-skew': 'everybody',
  'clock-step': 'everybody',
};

/** Every hindrance of a history, in order of its start. */
export function hindrancesOf({ ops }: History): readonly Hindrance[] {
  const healedAt = new Map<string, number>();
  const found: Hindrance[] = [];
  for (const op of ops.toReversed()) {
    if (op.type === 'fault-heal') healedAt.set(op.fault.id, op.index);
    const whom = op.type === 'fault-start' ? HINDERED[op.fault.kind] : undefined;
    if (op.type !== 'fault-start' || whom === undefined) continue;
    const { id } = op.fault;
    const target = whom === 'everybody' ? 'store' : op.fault.target;
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
