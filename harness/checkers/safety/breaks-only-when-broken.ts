/**
 * INV-12: a system breaks only when it is broken. An actor dies only when a fault kills it, and no call ends in a
 * fault of the system's own: INTERNAL and CORRUPT are answers no call may get, and STORE_UNAVAILABLE only one whose
 * disk failed. It leaves no call without an answer while nothing is wrong with anybody, and once everything is quiet it
 * lets itself be read. What was lost on the way is judged by the others; this one sees what hides behind a retry.
 */
import type { FaultKind, FinalState, History, Op, UnknownCode } from '../../../gates/record/history.js';
import { type Hindrance, hindrancesOf, hindrancesWithin, longestQuietMs } from '../../history/hindrances.js';
import { callText } from '../../history/op-text.js';
import { type Completed, type Invoke, isCompletion, nameOf } from '../../history/ops.js';
import type { Checker } from '../checker.js';
import { type Accusation, accusation, judged } from '../judged.js';

/** Actors die only when they are killed, and answer every call they understand. */
export const breaksOnlyWhenBroken: Checker = {
  invariant: 'INV-12',
  name: 'breaks-only-when-broken',
  needs: null,
  check: (history, final) =>
    judged([...accusations(history), ...silences(history), ...unreadable(history, final)], {
      exposure: history.ops.filter(isCompletion).length,
      lacking: 'no call came back',
    }),
};

/** How long an answer may take while nothing is wrong with anybody, ms. */
const LONGEST_SILENCE_MS = 10_000;
const KILL: FaultKind = 'kill';
const IO_ERROR: FaultKind = 'io-error';

function* accusations({ ops }: History): Iterable<Accusation> {
  const killedAt = new Map<string, number>();
  /** Line of an incarnation's first call. */
  const bornAt = new Map<string, number>();
  const disks = new Disks();
  for (const op of ops) {
    disks.read(op);
    if (op.type === 'fault-start' && op.fault.kind === KILL) killedAt.set(op.fault.target, op.index);
    if (op.type === 'invoke' && !bornAt.has(op.actor)) bornAt.set(op.actor, op.index);
    if (!isCompletion(op) || op.type === 'ok') continue;
    const wasKilled = (killedAt.get(nameOf(op.actor)) ?? -1) > (bornAt.get(op.actor) ?? Infinity);
    if (op.code === 'STORE_UNAVAILABLE' && disks.failed(nameOf(op.actor), op.invokedBy)) continue;
    if (isOwnFault(op) || (op.code === 'CRASH' && !wasKilled)) yield accusationOf(op, ops);
  }
}

/**
 * A client waits longer than any fault lasts: a call it gave up on although none was on, or none for long enough, had
 * no answer to come.
 */
function* silences(history: History): Iterable<Accusation> {
  const { ops } = history;
  const hindrances = hindrancesOf(history);
  for (const op of ops) {
    if (op.type !== 'info' || op.code !== 'TIMEOUT') continue;
    const window = { from: op.invokedBy, to: op.index };
    const met = hindrancesWithin(hindrances, window);
    const isSlow = met.some((one) => isOnItsWay(one, op.actor));
    const wasLong = met.length === 0 || longestQuietMs(history, met, window) >= LONGEST_SILENCE_MS;
    if (wasLong && !isSlow) yield accusationOf(op, ops);
  }
}

/** What a slow actor has on its way is as slow when the actor no longer is. */
function isOnItsWay({ kind, target }: Hindrance, actor: string): boolean {
  return kind === 'slow' && target === nameOf(actor);
}

/** Once everything is healed and quiet, a system lets itself be read. */
function* unreadable({ ops }: History, { unread }: FinalState): Iterable<Accusation> {
  if (unread !== undefined)
    yield accusation(
      unread,
      ops.slice(-2).map(({ index }) => index),
    );
}

/** Whose disk fails, as far as the history has been read. */
class Disks {
  /** Faults that are on, by actor. */
  readonly #failing = new Map<string, number>();
  /** Line of the last heal, by actor. */
  readonly #healedAt = new Map<string, number>();

  read(op: Op): void {
    if ((op.type !== 'fault-start' && op.type !== 'fault-heal') || op.fault.kind !== IO_ERROR) return;
    const { target } = op.fault;
    const change = op.type === 'fault-start' ? 1 : -1;
    this.#failing.set(target, (this.#failing.get(target) ?? 0) + change);
    if (op.type === 'fault-heal') this.#healedAt.set(target, op.index);
  }

  /** Whether the actor's disk failed at some moment since that line. */
  failed(actor: string, since: number): boolean {
    return (this.#failing.get(actor) ?? 0) > 0 || (this.#healedAt.get(actor) ?? -1) > since;
  }
}

function isOwnFault({ code }: Exclude<Completed, { type: 'ok' }>): boolean {
  return code === 'INTERNAL' || code === 'CORRUPT' || code === 'STORE_UNAVAILABLE';
}

const HOW: Partial<Readonly<Record<UnknownCode, string>>> = {
  CRASH: 'ended the process, and nothing had killed it',
  TIMEOUT: 'got no answer, and nothing was wrong with anybody',
};

function accusationOf(op: Exclude<Completed, { type: 'ok' }>, ops: readonly Op[]): Accusation {
  const { call } = ops[op.invokedBy] as Invoke;
  const how = HOW[op.code] ?? `ended in ${op.code}`;
  const says = op.says === undefined ? '' : `: ${op.says}`;
  return accusation(`${callText(call)} by ${op.actor} ${how}${says}`, [op.invokedBy, op.index]);
}
