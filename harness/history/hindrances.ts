/** What kept actors from acting in time: they were held, slow or cut off, the store refused, or a clock was off. */
import type { FaultKind, History, Op } from '../../gates/record/history.js';
import { type AnyCall, callsOf, isOk } from './calls.js';
import { nameOf } from './ops.js';

/** Lines from the fault's start to its heal; `to` is infinite when it was never healed. */
export interface Hindrance {
  readonly kind: FaultKind;
  /** An actor without its incarnation, or `store`: everybody. */
  readonly target: string;
  readonly from: number;
  readonly to: number;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * A clock that is off hinders everybody: whoever reads it may take a lease from another too early. A disk that is slow
 * hinders only whom it really made wait: most commits are late and cost nobody a lease.
 */
const HINDERED: Partial<Readonly<Record<FaultKind, 'its target' | 'everybody' | 'who waits'>>> = {
  pause: 'its target',
  slow: 'its target',
  'io-error': 'its target',
  'reply-lost': 'its target',
  'store-lock': 'everybody',
  'store-full': 'everybody',
  'slow-disk': 'who waits',
  'clock-skew': 'everybody',
  'clock-step': 'everybody',
};

/** Every hindrance of a history, in order of its start. */
export function hindrancesOf(history: History): readonly Hindrance[] {
  const healed = new Map<string, Op>();
  const found: Hindrance[] = [];
  for (const op of history.ops.toReversed()) {
    if (op.type === 'fault-heal') healed.set(op.fault.id, op);
    const whom = op.type === 'fault-start' ? HINDERED[op.fault.kind] : undefined;
    if (op.type !== 'fault-start' || whom === undefined) continue;
    const { id, target, commitMs = 0 } = op.fault;
    const heal = healed.get(id);
    if (whom === 'who waits') {
      found.push(...waits(history, { from: op.index, until: (heal?.at ?? Infinity) + 2 * commitMs }));
    } else {
      found.push({
        kind: op.fault.kind,
        target: whom === 'everybody' ? 'store' : target,
        from: op.index,
        to: heal?.index ?? Infinity,
      });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/**
 * Calls on a slow disk that may have cost their actor a lease: refused, never answered, or answered so late that a few
 * of them use up what a lease leaves beside a heartbeat. A commit that was begun before the heal, and one that waited
 * for it, end after it.
 */
function waits(
  history: History,
  { from, until }: { readonly from: number; readonly until: number },
): readonly Hindrance[] {
  const { leaseMs, heartbeatMs } = history.header.knobs;
  const longMs = (leaseMs - heartbeatMs) / 4;
  const isLong = (call: AnyCall) => !isOk(call) || call.endedAt - call.invokedAt >= longMs;
  return callsOf(history)
    .filter((call) => call.end > from && call.invokedAt <= until && isLong(call))
    .map(({ actor, invoke, end }) => ({
      kind: 'slow-disk',
      target: nameOf(actor),
      from: invoke,
      to: end,
    }));
}

/** Those that were on at any moment between two lines. */
export function hindrancesWithin(hindrances: readonly Hindrance[], window: Window): readonly Hindrance[] {
  return hindrances.filter(({ from, to }) => from < window.to && to > window.from);
}

/** The longest time between two lines with nothing wrong with anybody, ms. `met`: in order of their start. */
export function longestQuietMs({ ops }: History, met: readonly Hindrance[], window: Window): number {
  const atOf = (line: number): number => ops[Math.min(line, window.to)]?.at ?? 0;
  let longest = 0;
  let quietFrom = atOf(window.from);
  for (const { from, to } of met) {
    longest = Math.max(longest, atOf(from) - quietFrom);
    quietFrom = Math.max(quietFrom, atOf(to));
  }
  return Math.max(longest, atOf(window.to) - quietFrom);
}

/** Whether the actor was held up at any moment between two lines. */
export function isHindered(
  hindrances: readonly Hindrance[],
  window: Window & { readonly actor: string },
): boolean {
  return hindrancesWithin(hindrances, window).some((one) => strikes(one, window.actor));
}

function strikes({ target }: Hindrance, actor: string): boolean {
  return target === 'store' || actor.startsWith(`${target}/`);
}
